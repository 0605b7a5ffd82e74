//! Listening, serving until a stop, and the stop.

use std::{net::IpAddr, time::Duration};

use anyhow::{Context as _, bail};
use axum::{
    Router,
    extract::{ConnectInfo, Request},
    middleware::{Next, from_fn},
    serve::ListenerExt,
};
use tokio::{net::TcpListener, sync::watch};

/// How long requests and jobs under way have to finish; systemd and tests give more.
pub(super) const PATIENCE: Duration = Duration::from_secs(6);

/// Takes the port.
pub(super) async fn bind(address: IpAddr, port: u16) -> anyhow::Result<TcpListener> {
    match TcpListener::bind((address, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            let other = if port == u16::MAX { 8600 } else { port + 1 };
            bail!("{port} 已被占用，试 --port {other} / port {port} is in use, try --port {other}")
        }
        Err(error) => Err(error).with_context(|| format!("不能监听 {address}:{port} / can't listen there")),
    }
}

/// Serves until the stop is signalled; requests under way are finished.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let router = router.layer(from_fn(with_address));
    let listener = listener.tap_io(|connection| {
        // Small answers leave at once; without it they only come a little later.
        let _ = connection.set_nodelay(true);
    });
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    let mut stop = stopped.clone();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = stop.wait_for(|stop| *stop).await;
    });
    let late = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        done = async { serving.await } => done.context("服务中断 / serving ended"),
        () = late => {
            tracing::warn!("requests under way were cut off");
            Ok(())
        }
    }
}

/// Tells the console where a request came from.
async fn with_address(mut request: Request, next: Next) -> axum::response::Response {
    if let Some(ConnectInfo(address)) =
        request.extensions().get::<ConnectInfo<std::net::SocketAddr>>().copied()
    {
        request.extensions_mut().insert(admin::ClientAddress(address.ip()));
    }
    next.run(request).await
}

/// A flag that SIGTERM and Ctrl-C set.
pub(super) fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (stop, stopped) = watch::channel(false);
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        // Nobody listens any more: everything has ended.
        let _ = stop.send(true);
    });
    Ok(stopped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_busy_port_is_answered_with_another_one() {
        let taken = bind(IpAddr::from([127, 0, 0, 1]), 0).await.unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = bind(IpAddr::from([127, 0, 0, 1]), port).await.unwrap_err().to_string();
        assert!(error.contains(&format!("{port} 已被占用，试 --port {}", port + 1)), "{error}");
    }

    #[tokio::test]
    async fn serving_ends_when_the_stop_is_signalled() {
        let listener = bind(IpAddr::from([127, 0, 0, 1]), 0).await.unwrap();
        let (stop, stopped) = watch::channel(false);
        let serving = tokio::spawn(serve(listener, Router::new(), stopped));
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(5), serving).await.unwrap().unwrap().unwrap();
    }
}
