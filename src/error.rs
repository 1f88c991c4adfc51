//! What went wrong, why, and what to do about it.
//!
//! One error type at the edge. Its kind sets the exit status and nothing else does; the message,
//! the cause and the hint are kept apart so that each output can lay them out its own way.

use std::fmt;

/// Whose turn it is after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request was wrong: the person changes it. Exit status 2.
    Request,
    /// The machine failed (disk, permissions, database). Exit status 1.
    Failed,
}

impl Kind {
    /// Returns the word used in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Failed => "failed",
        }
    }

    /// Returns the exit status of the process.
    pub fn exit_status(self) -> u8 {
        match self {
            Self::Request => 2,
            Self::Failed => 1,
        }
    }
}

/// An error as a person reads it. Nothing has been changed when one is returned.
#[derive(Debug)]
pub struct Error {
    /// Whose turn it is.
    pub kind: Kind,
    /// What happened, as one clause without a full stop.
    pub message: String,
    /// Why, where that is known.
    pub cause: Option<String>,
    /// What to do next, where something can be done.
    pub hint: Option<String>,
}

/// A result with the one error type of the edge.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns an error about the request.
    pub fn request(message: impl Into<String>) -> Self {
        Self { kind: Kind::Request, message: message.into(), cause: None, hint: None }
    }

    /// Returns an error about the machine.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { kind: Kind::Failed, message: message.into(), cause: None, hint: None }
    }

    /// Adds why it happened.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        if let Some(cause) = &self.cause {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
