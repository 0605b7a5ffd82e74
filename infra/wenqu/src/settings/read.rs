//! From texts to checked settings.

use std::{net::IpAddr, path::PathBuf};

use app::settings::{
    API_BASE, CONSOLE, Reader, api_base, number, origin, proxy, receiver, secret, work, yes_or_no,
};
use domain::egress::Egress;

use super::{PORT, Settings};

/// Reads all settings; `None` when there are problems, which are noted in the reader.
pub fn read(reader: &mut Reader<'_>) -> Option<Settings> {
    let receiver = receiver(reader);
    let egress = egress(reader);
    let app_secret = if egress.calls() {
        reader.required("WENQU_APP_SECRET", CONSOLE, secret).map(Some)
    } else {
        Some(reader.optional("WENQU_APP_SECRET", secret))
    };
    let api_base = reader.optional("WENQU_API_BASE", api_base).unwrap_or_else(|| API_BASE.to_owned());
    let api_proxy = reader.optional("WENQU_API_PROXY", proxy);
    let data = reader.text("WENQU_DATA").map_or_else(|| PathBuf::from("wenqu-data"), PathBuf::from);
    let listen = reader.optional("WENQU_LISTEN", |text| {
        text.parse::<IpAddr>()
            .map_err(|_| "要写 IP 地址，如 127.0.0.1 / must be an IP address, such as 127.0.0.1")
    });
    let port = number(reader, "WENQU_PORT", 0, u16::MAX);
    let console = console(reader);
    let log = reader.optional("WENQU_LOG", crate::logs::level);
    let work = work(reader, egress);
    let receiver = receiver?;
    Some(Settings {
        app_id: receiver.app_id.clone(),
        original_id: receiver.original_id.clone(),
        receiver,
        app_secret: app_secret?,
        api_base,
        api_proxy,
        data,
        listen: listen.unwrap_or(IpAddr::from([127, 0, 0, 1])),
        port: port.unwrap_or(PORT),
        console,
        log,
        work,
    })
}

/// One computer calls the platform itself, or nobody does.
fn egress(reader: &mut Reader<'_>) -> Egress {
    let read = reader.optional("WENQU_EGRESS", |text| match text.parse::<Egress>() {
        Ok(egress) if egress.needs_courier() => {
            Err("单机运行只能是 direct 或 none：courier 用于 AWS 上的部署 / on one computer it must be direct or none: a courier belongs to a deployment on AWS".to_owned())
        }
        read => read.map_err(|error| error.to_string()),
    });
    read.unwrap_or_default()
}

fn console(reader: &mut Reader<'_>) -> admin::Settings {
    let origin = reader.optional("WENQU_ORIGIN", origin);
    let https = reader.optional("WENQU_HTTPS", yes_or_no);
    let behind_proxy = reader.optional("WENQU_BEHIND_PROXY", yes_or_no);
    let per_minute = number(reader, "WENQU_API_PER_MINUTE", 0, 1_000_000).unwrap_or(admin::API_PER_MINUTE);
    admin::Settings {
        https: https.unwrap_or_else(|| origin.as_ref().is_some_and(|origin| origin.starts_with("https://"))),
        origin,
        behind_proxy: behind_proxy.unwrap_or(false),
        second_factor_required: true,
        api_per_minute: (per_minute > 0).then_some(per_minute),
        ..admin::Settings::default()
    }
}
