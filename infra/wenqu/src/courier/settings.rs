//! Settings of the courier: the same names as everywhere, from wenqu.toml and the environment.

use app::settings::{CONSOLE, Reader, work};
use domain::{egress::Egress, window::WindowPolicy};
use outbound::TransportSettings;
use sender::Credentials;
use tracing::level_filters::LevelFilter;

use crate::{
    cloud::settings::{Place, place},
    settings::{api_base, app_id, proxy, secret},
};

/// All settings, checked.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The deployment.
    pub(crate) place: Place,
    /// `courier` or `courier-token`.
    pub(crate) egress: Egress,
    /// For the access token.
    pub(crate) credentials: Credentials,
    /// The way to the platform.
    pub(crate) transport: TransportSettings,
    /// The platform's numbers for customer-service messages.
    pub(crate) window: WindowPolicy,
    /// The attachments' bucket, when it is not the stack's.
    pub(crate) bucket: Option<String>,
    /// How much is logged.
    pub(crate) log: LevelFilter,
}

/// Reads all settings; `None` when there are problems, which are noted in the reader.
pub(crate) fn read(reader: &mut Reader<'_>) -> Option<Settings> {
    let place = place(reader);
    let egress = egress(reader);
    let app_id = reader.required("WENQU_APP_ID", CONSOLE, app_id);
    let secret = reader.required("WENQU_APP_SECRET", CONSOLE, secret);
    let base = reader.optional("WENQU_API_BASE", api_base);
    let transport = TransportSettings::to(base, reader.optional("WENQU_API_PROXY", proxy));
    let window = work(reader, egress).window;
    let bucket = reader.text("WENQU_BUCKET");
    let log = reader.optional("WENQU_LOG", crate::logs::level).unwrap_or(LevelFilter::INFO);
    let credentials = Credentials { app_id: app_id?, secret: secret? };
    Some(Settings { place: place?, egress, credentials, transport, window, bucket, log })
}

/// As the deployment has it: without a setting, the whole work.
fn egress(reader: &mut Reader<'_>) -> Egress {
    let read = reader.optional("WENQU_EGRESS", |text| match text.parse::<Egress>() {
        Ok(egress) if !egress.needs_courier() => Err(format!(
            "是 {egress}，不需要外发电脑；要用 courier，先改部署：egress = \"courier\"，再 `wenqu deploy` / is {egress}, which needs no courier: set egress = \"courier\" or \"courier-token\" and run `wenqu deploy` first"
        )),
        read => read.map_err(|error| error.to_string()),
    });
    read.unwrap_or(Egress::Courier)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::settings::ConfigFile;

    fn read_with(values: &[(&str, &str)]) -> (Option<Settings>, Vec<String>) {
        let lookup =
            |name: &str| values.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let mut reader = Reader::new(&lookup);
        let settings = read(&mut reader);
        (settings, reader.finish().iter().map(ToString::to_string).collect())
    }

    const RIGHT: [(&str, &str); 2] =
        [("WENQU_APP_ID", "wx5823bf96d3bd56c7"), ("WENQU_APP_SECRET", "0123456789abcdef0123456789abcdef")];

    #[test]
    fn the_account_is_enough() {
        let (settings, problems) = read_with(&RIGHT);
        assert_eq!(problems, Vec::<String>::new());
        let settings = settings.unwrap();
        assert_eq!((settings.egress, settings.place.stack.as_str()), (Egress::Courier, "wenqu"));
        assert_eq!(settings.transport, TransportSettings::default());
        assert!(!format!("{settings:?}").contains("0123456789abcdef"));
    }

    #[test]
    fn the_example_reads_without_a_problem() {
        let text = include_str!("../../courier.toml.example");
        let uncommented: Vec<&str> =
            text.lines().map(|line| line.strip_prefix("#= ").unwrap_or(line)).collect();
        let file = ConfigFile::parse(Path::new("courier.toml.example"), &uncommented.join("\n"));
        assert_eq!(file.problems(), []);
        let lookup = |name: &str| file.get(name);
        let mut reader = Reader::new(&lookup);
        let settings = read(&mut reader).unwrap();
        assert_eq!(reader.finish(), []);
        assert_eq!((settings.egress, settings.window), (Egress::Courier, WindowPolicy::default()));
    }

    #[test]
    fn what_is_missing_or_wrong_is_said_at_once() {
        let (none, problems) = read_with(&[("WENQU_EGRESS", "direct")]);
        assert!(none.is_none());
        let words = problems.join("\n");
        for part in ["WENQU_APP_ID", "WENQU_APP_SECRET", "needs no courier", "wenqu deploy"] {
            assert!(words.contains(part), "{words}");
        }
        let token = [&RIGHT[..], &[("WENQU_EGRESS", "courier-token"), ("WENQU_STACK", "duty")]].concat();
        let settings = read_with(&token).0.unwrap();
        assert_eq!((settings.egress, settings.place.stack.as_str()), (Egress::CourierToken, "duty"));
    }
}
