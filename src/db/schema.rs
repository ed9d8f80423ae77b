// @generated automatically by Diesel CLI.

diesel::table! {
    address_links (token_hash) {
        token_hash -> Bytea,
        person_id -> Uuid,
        email -> Text,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    attendances (id) {
        id -> Uuid,
        participant_id -> Uuid,
        joined_at -> Timestamptz,
        left_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    audit (id) {
        id -> Uuid,
        at -> Timestamptz,
        person_id -> Nullable<Uuid>,
        deed -> Text,
        about_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    audit_words (line) {
        line -> Uuid,
        person -> Nullable<Text>,
        about -> Nullable<Text>,
        detail -> Nullable<Text>,
        address -> Nullable<Text>,
        searchable -> Text,
    }
}

diesel::table! {
    board_elements (session_id, page, seat, counter) {
        session_id -> Uuid,
        page -> Int4,
        seat -> Int4,
        counter -> Int8,
        number -> Int8,
        deleted -> Bool,
        element -> Jsonb,
    }
}

diesel::table! {
    board_pages (session_id, page) {
        session_id -> Uuid,
        page -> Int4,
        item_id -> Nullable<Uuid>,
        pdf_page -> Nullable<Int4>,
        template -> Text,
        number -> Int8,
        cleared -> Int8,
        hidden -> Array<Int4>,
        name -> Text,
        removed -> Bool,
    }
}

diesel::table! {
    calendar_feeds (token) {
        person_id -> Nullable<Uuid>,
        token -> Text,
        group_id -> Nullable<Uuid>,
        student_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    cancelled_session_groups (session_id, group_id) {
        session_id -> Uuid,
        group_id -> Uuid,
    }
}

diesel::table! {
    cancelled_sessions (id) {
        id -> Uuid,
        teacher_id -> Uuid,
        title -> Text,
        starts_at -> Timestamptz,
        minutes -> Int4,
        time_zone -> Text,
        sequence -> Int4,
    }
}

diesel::table! {
    confirmations (token_hash) {
        token_hash -> Bytea,
        registration_id -> Uuid,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    conversions (id) {
        id -> Uuid,
        owner_id -> Uuid,
        name -> Text,
        format -> Text,
        file -> Nullable<Text>,
        state -> Text,
        refusal -> Nullable<Text>,
        upload_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    experiences (id) {
        id -> Uuid,
        owner_id -> Nullable<Uuid>,
        title -> Text,
        description -> Text,
        public -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    files (name) {
        name -> Text,
        size -> Int8,
        touched_at -> Timestamptz,
        leaving -> Bool,
    }
}

diesel::table! {
    first_links (token_hash) {
        token_hash -> Bytea,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    idempotency_keys (owner_id, key) {
        owner_id -> Uuid,
        key -> Bytea,
        request -> Bytea,
        made_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    invitation_links (token_hash) {
        token_hash -> Bytea,
        invitation_id -> Uuid,
    }
}

diesel::table! {
    invitations (id) {
        id -> Uuid,
        teacher_id -> Uuid,
        email -> Text,
        created_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        role -> Text,
        enrols -> Bool,
    }
}

diesel::table! {
    items (id) {
        id -> Uuid,
        experience_id -> Uuid,
        position -> Int4,
        upload_id -> Nullable<Uuid>,
        body -> Nullable<Text>,
        quiz -> Nullable<Jsonb>,
    }
}

diesel::table! {
    jobs (id) {
        id -> Uuid,
        kind -> Text,
        payload -> Nullable<Jsonb>,
        state -> Text,
        due_at -> Timestamptz,
        tries -> Int4,
        error -> Nullable<Text>,
        created_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        handed_over_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    logins (id) {
        id -> Uuid,
        person_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        generation -> Int4,
        renewals -> Int4,
        renewed_at -> Timestamptz,
        device -> Nullable<Text>,
        used_at -> Timestamptz,
        by_link -> Bool,
    }
}

diesel::table! {
    messages (id) {
        id -> Uuid,
        session_id -> Uuid,
        participant_id -> Uuid,
        client_id -> Nullable<Text>,
        body -> Text,
        sent_at -> Timestamptz,
        edited_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    participants (id) {
        id -> Uuid,
        session_id -> Uuid,
        person_id -> Nullable<Uuid>,
        seat -> Int4,
        name -> Text,
        role -> Text,
        avatar -> Jsonb,
        device -> Nullable<Uuid>,
        joined_at -> Timestamptz,
        admitted_at -> Nullable<Timestamptz>,
        removed_at -> Nullable<Timestamptz>,
        stream -> Bool,
        may_speak -> Nullable<Bool>,
        may_camera -> Nullable<Bool>,
        may_screen -> Nullable<Bool>,
        may_draw -> Bool,
        student_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    people (id) {
        id -> Uuid,
        username -> Text,
        email -> Text,
        password_hash -> Text,
        name -> Text,
        role -> Text,
        confirmed -> Bool,
        blocked_at -> Nullable<Timestamptz>,
        blocked_reason -> Nullable<Text>,
        avatar -> Jsonb,
        time_zone -> Text,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        generation -> Int4,
        language -> Nullable<Text>,
        phone_number -> Nullable<Text>,
        awaits_approval -> Bool,
        new_email -> Nullable<Text>,
        address_shared -> Bool,
        searchable -> Text,
    }
}

diesel::table! {
    hand_in_requests (session_id) {
        session_id -> Uuid,
        title -> Text,
        kinds -> Array<Text>,
    }
}

diesel::table! {
    hand_ins (id) {
        id -> Uuid,
        session_id -> Uuid,
        participant_id -> Uuid,
        kind -> Text,
        name -> Text,
        file -> Nullable<Text>,
        size -> Int8,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        body -> Nullable<Text>,
        handed_in_at -> Timestamptz,
        shown -> Bool,
    }
}

diesel::table! {
    poll_voters (poll_id, participant_id) {
        poll_id -> Uuid,
        participant_id -> Uuid,
    }
}

diesel::table! {
    poll_votes (poll_id, participant_id) {
        poll_id -> Uuid,
        participant_id -> Uuid,
        answer -> Jsonb,
        correct -> Nullable<Bool>,
        voted_at -> Timestamptz,
    }
}

diesel::table! {
    polls (id) {
        id -> Uuid,
        session_id -> Uuid,
        item -> Nullable<Uuid>,
        question -> Jsonb,
        opened_at -> Timestamptz,
        closes_at -> Nullable<Timestamptz>,
        closed_at -> Nullable<Timestamptz>,
        current -> Bool,
        shown -> Bool,
        ballots -> Jsonb,
    }
}

diesel::table! {
    quiz_answers (participant_id, quiz) {
        participant_id -> Uuid,
        quiz -> Uuid,
        choice -> Int4,
        answered_at -> Timestamptz,
    }
}

diesel::table! {
    quiz_openings (session_id, quiz) {
        session_id -> Uuid,
        quiz -> Uuid,
    }
}

diesel::table! {
    quiz_reveals (session_id, quiz) {
        session_id -> Uuid,
        quiz -> Uuid,
    }
}

diesel::table! {
    recurrences (id) {
        id -> Uuid,
        teacher_id -> Uuid,
        rule -> Text,
        starts_at -> Timestamp,
        time_zone -> Text,
        skipped -> Array<Date>,
    }
}

diesel::table! {
    registrations (id) {
        id -> Uuid,
        username -> Text,
        email -> Text,
        password_hash -> Text,
        name -> Text,
        role -> Text,
        avatar -> Jsonb,
        time_zone -> Text,
        created_at -> Timestamptz,
        invited_by -> Nullable<Uuid>,
        language -> Nullable<Text>,
        phone_number -> Nullable<Text>,
        enrols -> Bool,
    }
}

diesel::table! {
    resets (token_hash) {
        token_hash -> Bytea,
        person_id -> Uuid,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    reminder_choices (person_id) {
        person_id -> Uuid,
        by_mail -> Bool,
        minutes -> Array<Int4>,
    }
}

diesel::table! {
    reminders (session_id, person_id, starts_at, minutes) {
        session_id -> Uuid,
        person_id -> Uuid,
        starts_at -> Timestamptz,
        minutes -> Int4,
    }
}

diesel::table! {
    unsubscribe_links (token_hash) {
        token_hash -> Bytea,
        person_id -> Uuid,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    results (participant_id) {
        participant_id -> Uuid,
        asked -> Int4,
        answered -> Int4,
        correct -> Int4,
    }
}

diesel::table! {
    schedules (session_id) {
        session_id -> Uuid,
        recurrence_id -> Nullable<Uuid>,
        occurrence -> Nullable<Timestamp>,
        sequence -> Int4,
    }
}

diesel::table! {
    session_items (id) {
        id -> Uuid,
        session_id -> Uuid,
        position -> Int4,
        upload_id -> Uuid,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        teacher_id -> Uuid,
        experience_id -> Nullable<Uuid>,
        title -> Text,
        description -> Text,
        starts_at -> Timestamptz,
        time_zone -> Text,
        code -> Text,
        state -> Text,
        guests_allowed -> Bool,
        waiting_room -> Bool,
        retention -> Text,
        capacity -> Int4,
        started_at -> Nullable<Timestamptz>,
        alive_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        page -> Int4,
        series -> Nullable<Text>,
        keep_results -> Bool,
        unmuting -> Bool,
        chat_paused -> Bool,
        minutes -> Int4,
        cameras -> Text,
        screens -> Text,
        several_screens -> Bool,
        pdf_page -> Int4,
        board_shown -> Nullable<Int4>,
        drawing -> Text,
        by_code -> Bool,
    }
}

diesel::table! {
    settings (sole) {
        sole -> Bool,
        audit_days -> Int4,
        school_name -> Text,
        languages -> Array<Text>,
        capacity -> Int4,
        highest_capacity -> Int4,
        upload_mb -> Int4,
        quota_mb -> Int4,
        empty_room_minutes -> Int4,
        keep_chat -> Bool,
        attendance_days -> Nullable<Int4>,
        registration_days -> Int4,
        version -> Int4,
        guest_days -> Int4,
        sign_up -> Text,
        sign_up_domains -> Array<Text>,
        help_text -> Text,
        privacy_text -> Text,
        contact_text -> Text,
        address_days -> Int4,
        cameras -> Text,
        screens -> Text,
        holidays -> Text,
    }
}

diesel::table! {
    slide_notes (person_id, upload_id, page) {
        person_id -> Uuid,
        upload_id -> Uuid,
        page -> Int4,
        body -> Text,
    }
}

diesel::table! {
    stream_keys (id) {
        id -> Uuid,
        session_id -> Uuid,
        kind -> Text,
        name -> Text,
        hash -> Bytea,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    students (teacher_id, student_id) {
        teacher_id -> Uuid,
        student_id -> Uuid,
        since -> Timestamptz,
    }
}

diesel::table! {
    uploads (id) {
        id -> Uuid,
        owner_id -> Uuid,
        kind -> Text,
        name -> Text,
        alternative_text -> Text,
        caption -> Text,
        mime -> Text,
        file -> Text,
        size -> Int8,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        thumbnail -> Nullable<Text>,
        thumbnail_width -> Nullable<Int4>,
        thumbnail_height -> Nullable<Int4>,
        thumbnail_size -> Nullable<Int8>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    group_students (id) {
        id -> Uuid,
        group_id -> Uuid,
        name -> Text,
        person_id -> Nullable<Uuid>,
        email -> Nullable<Text>,
        phone_number -> Nullable<Text>,
        since -> Timestamptz,
        link_hash -> Bytea,
        link_seed -> Bytea,
    }
}

diesel::table! {
    group_teachers (group_id, person_id) {
        group_id -> Uuid,
        person_id -> Uuid,
        since -> Timestamptz,
    }
}

diesel::table! {
    groups (id) {
        id -> Uuid,
        name -> Text,
        created_at -> Timestamptz,
        archived_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    session_groups (session_id, group_id) {
        session_id -> Uuid,
        group_id -> Uuid,
    }
}

diesel::table! {
    sign_in_links (person_id) {
        person_id -> Uuid,
        link_hash -> Bytea,
        created_at -> Timestamptz,
    }
}

diesel::joinable!(address_links -> people (person_id));
diesel::joinable!(attendances -> participants (participant_id));
diesel::joinable!(audit_words -> audit (line));
diesel::joinable!(board_pages -> sessions (session_id));
diesel::joinable!(calendar_feeds -> group_students (student_id));
diesel::joinable!(calendar_feeds -> groups (group_id));
diesel::joinable!(calendar_feeds -> people (person_id));
diesel::joinable!(cancelled_session_groups -> cancelled_sessions (session_id));
diesel::joinable!(cancelled_session_groups -> groups (group_id));
diesel::joinable!(cancelled_sessions -> people (teacher_id));
diesel::joinable!(confirmations -> registrations (registration_id));
diesel::joinable!(experiences -> people (owner_id));
diesel::joinable!(hand_in_requests -> sessions (session_id));
diesel::joinable!(hand_ins -> participants (participant_id));
diesel::joinable!(hand_ins -> sessions (session_id));
diesel::joinable!(invitation_links -> invitations (invitation_id));
diesel::joinable!(invitations -> people (teacher_id));
diesel::joinable!(conversions -> people (owner_id));
diesel::joinable!(items -> experiences (experience_id));
diesel::joinable!(items -> uploads (upload_id));
diesel::joinable!(logins -> people (person_id));
diesel::joinable!(messages -> participants (participant_id));
diesel::joinable!(messages -> sessions (session_id));
diesel::joinable!(participants -> people (person_id));
diesel::joinable!(participants -> sessions (session_id));
diesel::joinable!(poll_voters -> participants (participant_id));
diesel::joinable!(poll_voters -> polls (poll_id));
diesel::joinable!(poll_votes -> participants (participant_id));
diesel::joinable!(poll_votes -> polls (poll_id));
diesel::joinable!(polls -> sessions (session_id));
diesel::joinable!(quiz_answers -> participants (participant_id));
diesel::joinable!(quiz_openings -> sessions (session_id));
diesel::joinable!(quiz_reveals -> sessions (session_id));
diesel::joinable!(recurrences -> people (teacher_id));
diesel::joinable!(resets -> people (person_id));
diesel::joinable!(results -> participants (participant_id));
diesel::joinable!(schedules -> recurrences (recurrence_id));
diesel::joinable!(schedules -> sessions (session_id));
diesel::joinable!(session_items -> sessions (session_id));
diesel::joinable!(session_items -> uploads (upload_id));
diesel::joinable!(sessions -> experiences (experience_id));
diesel::joinable!(sessions -> people (teacher_id));
diesel::joinable!(slide_notes -> people (person_id));
diesel::joinable!(slide_notes -> uploads (upload_id));
diesel::joinable!(stream_keys -> sessions (session_id));
diesel::joinable!(uploads -> people (owner_id));
diesel::joinable!(group_students -> groups (group_id));
diesel::joinable!(group_students -> people (person_id));
diesel::joinable!(group_teachers -> groups (group_id));
diesel::joinable!(group_teachers -> people (person_id));
diesel::joinable!(session_groups -> groups (group_id));
diesel::joinable!(session_groups -> sessions (session_id));
diesel::joinable!(sign_in_links -> people (person_id));

diesel::allow_tables_to_appear_in_same_query!(
    address_links,
    attendances,
    audit,
    audit_words,
    board_elements,
    board_pages,
    calendar_feeds,
    cancelled_session_groups,
    cancelled_sessions,
    confirmations,
    conversions,
    experiences,
    files,
    first_links,
    group_students,
    group_teachers,
    groups,
    hand_in_requests,
    hand_ins,
    idempotency_keys,
    invitation_links,
    invitations,
    items,
    jobs,
    logins,
    messages,
    participants,
    people,
    poll_voters,
    poll_votes,
    polls,
    quiz_answers,
    quiz_openings,
    quiz_reveals,
    recurrences,
    registrations,
    resets,
    results,
    session_groups,
    schedules,
    session_items,
    sessions,
    settings,
    sign_in_links,
    slide_notes,
    stream_keys,
    students,
    uploads,
);
