/// The imports in `src` that lead back to the file that they stand in: the file, and what it imports. The list only gets shorter.
pub const KNOWN: &[(&str, &str)] = &[
    ("domain/admission.rs", "domain/screen.rs"),
    ("domain/content.rs", "domain/experiences.rs"),
    ("domain/content.rs", "domain/lifecycle.rs"),
    ("domain/experiences.rs", "domain/content.rs"),
    ("domain/experiences.rs", "domain/lifecycle.rs"),
    ("domain/invitations.rs", "domain/letters.rs"),
    ("domain/letters.rs", "domain/invitations.rs"),
    ("domain/lifecycle.rs", "domain/admission.rs"),
    ("domain/lifecycle.rs", "domain/screen.rs"),
    ("domain/screen.rs", "domain/content.rs"),
    ("domain/series.rs", "domain/sessions.rs"),
    ("domain/sessions.rs", "domain/series.rs"),
];
