//! Makes sure that an output belongs to the batch.

use super::Batch;
use super::digest::Digest;
use super::journal::Journal;
use super::record::BatchInfo;
use crate::cli::CliError;

impl Batch<'_> {
    /// Describes the batch, except its requests.
    pub(super) fn info(&self) -> BatchInfo {
        let action = self.entry.info;
        let region = self.transport.default_options().region;
        BatchInfo {
            action: action.name.to_owned(),
            version: action.service.version.to_owned(),
            endpoint: self.transport.url(action),
            region: region.map(|region| region.to_string()),
            requests: 0,
            digest: Digest::default(),
        }
    }

    /// Compares the batch of an output, except its requests.
    pub(super) fn check_info(&self, earlier: &BatchInfo, now: &BatchInfo) -> Result<(), CliError> {
        let region = |info: &BatchInfo| info.region.clone().unwrap_or("none".to_owned());
        for (what, earlier, now) in [
            ("action", &earlier.action, &now.action),
            ("version", &earlier.version, &now.version),
            ("endpoint", &earlier.endpoint, &now.endpoint),
            ("region", &region(earlier), &region(now)),
        ] {
            if earlier != now {
                return Err(CliError::usage(format!(
                    "{}: belongs to a batch with another {what}: {earlier}, not {now}; use that \
                     {what}, or choose another --out",
                    self.output.display()
                )));
            }
        }
        Ok(())
    }

    /// Compares all requests with those of the output.
    pub(super) fn check_requests(
        &self,
        journal: &Journal,
        now: &BatchInfo,
    ) -> Result<(), CliError> {
        let Some(earlier) = journal.batch.as_ref().filter(|earlier| *earlier != now) else {
            return Ok(());
        };
        let input = self.input.display();
        let place = if earlier.requests == now.requests {
            let is_new = |line: &u64| !journal.started.contains_key(line);
            let first = (1..=now.requests).find(is_new).unwrap_or(now.requests);
            format!("{input}:{first}: this line, or a later one,")
        } else {
            let (before, after) = (earlier.requests, now.requests);
            format!("{input}: it has {after} requests instead of {before}, so it")
        };
        Err(self.changed(&place))
    }

    /// Returns the error of a line that was changed after its request was sent.
    pub(super) fn changed_line(&self, line: u64) -> CliError {
        self.changed(&format!("{}: this line", self.place(line)))
    }

    fn changed(&self, place: &str) -> CliError {
        CliError::usage(format!(
            "{place} changed after the batch began, and {} belongs to the former requests; restore \
             the file, or choose another --out for a file with only the requests that were not sent",
            self.output.display()
        ))
    }

    /// Returns the place of a line, for messages.
    pub(super) fn place(&self, line: u64) -> String {
        format!("{}:{line}", self.input.display())
    }
}
