//! Composes the features of the room: their state, and the calls to each of them.

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

        /// The entry of the table of permissions that decides about a request.
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

            /// Calls `refresh` of each feature that is stale.
            pub(super) fn refresh(&mut self) {
                for feature in std::mem::take(&mut self.room.stale) {
                    match feature {
                        $(FeatureName::$feature => super::$module::$feature::refresh(self)),*
                    }
                }
            }

            /// Someone left the room for good.
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
            /// Applies a feature's record from the database.
            pub(super) fn restored(&mut self, record: Record) {
                match record {
                    $(Record::$feature(record) => super::$module::$feature::restored(self, record),)*
                    // The kernel loads its own rows.
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
