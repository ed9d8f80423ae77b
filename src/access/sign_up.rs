//! Who may become a teacher by signing up.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SignUpPolicy {
    /// Everyone.
    Open,
    /// Who has an address of one of the school's mail domains.
    Domain,
    /// Who an administrator has invited or added.
    Invitation,
    /// Everyone, but an administrator approves the account before it can be used.
    Approval,
}

impl SignUpPolicy {
    pub const ALL: [SignUpPolicy; 4] =
        [SignUpPolicy::Invitation, SignUpPolicy::Approval, SignUpPolicy::Domain, SignUpPolicy::Open];

    /// The policy's name in the database and in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            SignUpPolicy::Open => "open",
            SignUpPolicy::Domain => "domain",
            SignUpPolicy::Invitation => "invitation",
            SignUpPolicy::Approval => "approval",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == text)
    }
}
