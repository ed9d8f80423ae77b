//! The features of the room, composed: whose state it holds, and who is asked, told and restored.

use super::{Context, Feature, FeatureName};
use crate::{
    access::RoomAct,
    db::rooms::Record,
    error::Refusal,
    features::{with_features, with_records},
    ids::ParticipantId,
    protocol::{ClientEvent, session},
};

macro_rules! compose {
    ($($module:ident: $feature:ident,)*) => {
        /// The state of each feature.
        #[derive(Debug, Default)]
        pub struct Features {
            $(pub $module: super::$module::$feature,)*
        }

        /// The line of the table of permissions that decides.
        pub(super) fn act(by: ParticipantId, event: &ClientEvent) -> RoomAct {
            match event {
                ClientEvent::Session(session::Request::Start(_) | session::Request::End(_)) => RoomAct::StartAndEnd,
                ClientEvent::Session(_) => RoomAct::Leave,
                $(ClientEvent::$feature(request) => super::$module::$feature::act(by, request)),*
            }
        }

        impl Context<'_> {
            pub(super) fn request(&mut self, by: ParticipantId, event: ClientEvent) -> Result<(), Refusal> {
                match event {
                    ClientEvent::Session(request) => self.session_request(by, request),
                    $(ClientEvent::$feature(request) => super::$module::$feature::request(self, by, request)),*
                }
            }

            /// Has each feature tell what has changed of it.
            pub(super) fn refresh(&mut self) {
                for feature in std::mem::take(&mut self.room.stale) {
                    match feature {
                        $(FeatureName::$feature => super::$module::$feature::refresh(self)),*
                    }
                }
            }

            /// Someone has no place in the room any more.
            pub(super) fn left(&mut self, who: ParticipantId) {
                $(super::$module::$feature::left(self, who);)*
            }
        }
    };
}

with_features!(compose);

macro_rules! compose_records {
    ($($module:ident: $feature:ident,)*) => {
        impl Context<'_> {
            /// Applies a record of a feature that the database had.
            pub(super) fn restored(&mut self, record: Record) {
                match record {
                    $(Record::$feature(record) => super::$module::$feature::restored(self, record),)*
                    // The kernel reads its own rows.
                    Record::Roster(_) | Record::Lifecycle(_) => {}
                }
            }

            pub(super) fn feature_committed(&mut self, record: Record) {
                match record {
                    $(Record::$feature(record) => super::$module::$feature::committed(self, record),)*
                    Record::Roster(_) | Record::Lifecycle(_) => {}
                }
            }

            pub(super) fn feature_failed(&mut self, record: Record) {
                match record {
                    $(Record::$feature(record) => super::$module::$feature::failed(self, record),)*
                    Record::Roster(_) | Record::Lifecycle(_) => {}
                }
            }
        }
    };
}

with_records!(compose_records);
