//! Reads files that contain credentials.

use std::io::ErrorKind;
use std::path::PathBuf;

use tokio::runtime::Handle;

use super::CredentialError;

/// A file that may contain a credential.
pub(super) struct CredentialFile {
    pub(super) path: PathBuf,
    /// The environment variable, or another setting, that contained the path.
    pub(super) named_by: Option<&'static str>,
}

impl CredentialFile {
    /// Reads the file. If a setting contained the path, the file must exist.
    ///
    /// A file that exists but cannot be read is an error, because it may have a credential.
    pub(super) fn read(&self) -> Result<String, CredentialError> {
        let place = self.path.display();
        let bytes = std::fs::read(&self.path).map_err(|error| match self.named_by {
            Some(setting) => {
                let reason = format!("the file, named by {setting}, cannot be read: {error}");
                CredentialError::unusable(&place, reason)
            }
            None if is_absent(&error) => {
                CredentialError::missing(&place, format!("cannot be read: {error}"))
            }
            None => CredentialError::unusable(&place, format!("cannot be read: {error}")),
        })?;
        let no_text = |_| CredentialError::unusable(&place, "the file is not UTF-8");
        String::from_utf8(bytes).map_err(no_text)
    }
}

/// Returns whether there is no file with that path.
fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Reads files on a thread for blocking I/O, because a home directory may be on a network.
///
/// Files are read again for every attempt, because users rotate keys. Compared with a call, reading
/// a few hundred bytes is cheap.
pub(super) async fn read_in_background<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, CredentialError> + Send + 'static,
) -> Result<T, CredentialError> {
    match Handle::try_current() {
        Ok(runtime) => {
            let read = runtime.spawn_blocking(read).await;
            read.unwrap_or_else(|error| Err(CredentialError::provider(error)))
        }
        // Outside a runtime, blocking is allowed.
        Err(_) => read(),
    }
}

/// Fixtures for the tests of several providers.
#[cfg(test)]
pub(super) mod fixtures {
    use std::path::{Path, PathBuf};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll, Waker};

    use super::super::{Credential, CredentialError, EnvironmentVariables, ProvideCredential};

    /// A temporary home directory. It is removed when it is dropped.
    pub(crate) struct Home(PathBuf);

    impl Home {
        pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
            static NEXT: AtomicUsize = AtomicUsize::new(0);
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let name = format!("credential-{}-{number}", std::process::id());
            let home = Self(std::env::temp_dir().join(name));
            files.iter().for_each(|(name, text)| home.write(name, text));
            home
        }

        pub(crate) fn write(&self, name: &str, text: &[u8]) {
            let path = self.0.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }

        pub(crate) fn path(&self) -> &Path {
            &self.0
        }

        /// Returns an environment with this home directory and other variables.
        pub(crate) fn and(&self, variables: &[(&str, &str)]) -> EnvironmentVariables {
            let home = ("HOME", self.0.to_str().unwrap());
            variables.iter().copied().chain([home]).collect()
        }

        pub(crate) fn environment(&self) -> EnvironmentVariables {
            self.and(&[])
        }
    }

    impl Drop for Home {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// Polls a provider once, outside a runtime.
    pub(crate) fn found(provider: &dyn ProvideCredential) -> Result<Credential, CredentialError> {
        let mut context = Context::from_waker(Waker::noop());
        match provider.credential().as_mut().poll(&mut context) {
            Poll::Ready(found) => found,
            Poll::Pending => panic!("{provider:?} waits"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_slow_file_does_not_block_the_runtime() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let (go_on, wait) = std::sync::mpsc::channel();
        let read = read_in_background(move || {
            // If the executor were blocked, it would not send.
            let received = wait.recv_timeout(Duration::from_secs(10));
            received.map_err(CredentialError::provider)
        });
        let other = async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            go_on.send(()).unwrap();
            Ok(())
        };
        let both = runtime.block_on(async {
            let read = tokio::spawn(read);
            let other: Result<(), CredentialError> = other.await;
            other.and(read.await.unwrap())
        });
        assert!(both.is_ok(), "{both:?}");
    }
}
