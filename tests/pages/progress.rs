//! The pages about students' progress, in a browser without scripts.

use lyceum::access::Role;

use crate::support::{http::Browser, progress::Class};

#[actix_web::test]
async fn a_teacher_navigates_from_students_to_a_series_and_to_one_student() {
    let class = Class::start().await;
    let (first, second) = (class.past("Lava", "Earth", 5).await, class.past("Magma", "Earth", 6).await);
    class.past("Fractions", "", 7).await;
    class.attended(&first, 1, Some(class.ana), &[(0, Some(30))]);
    class.scored(&first, 1, [4, 4, 3]);
    class.attended(&second, 1, Some(class.ben), &[(0, Some(40))]);
    class.attended(&second, 2, None, &[(0, Some(40))]);
    let browser = Browser::of(&class.app, "tess").await;
    let students = browser.get("/dashboard/students").await;
    let page = format!("/dashboard/students/{}", class.ana);
    assert!(
        students.text.contains(&format!("href=\"{page}\"")) && students.text.contains("href=\"/dashboard/progress\"")
    );
    let all = browser.get("/dashboard/progress").await.text;
    assert!(all.contains("1 of 2 lessons") && all.contains("Fractions"), "{all}");
    let series = browser.get("/dashboard/progress?series=Earth").await.text;
    assert!(!series.contains("Fractions") && series.contains("<option value=\"Earth\" selected>"), "{series}");
    assert!(series.contains("3 of 4 answers correct") && series.contains("Magma: missed"), "{series}");
    assert!(series.contains("and 1 guest or other"), "{series}");
    let one = browser.get(&format!("{page}?series=Earth")).await.text;
    assert!(one.contains("75 % of the time") && one.contains("missed") && one.contains("3 of 4"), "{one}");
    let nobodys = browser.get("/dashboard/students/01a1f7aa-a99e-76a1-87aa-e33b999bfa2c").await;
    assert!(nobodys.status == 404 && nobodys.text.contains("This person is not in your class."), "{}", nobodys.text);
}

#[actix_web::test]
async fn a_lesson_that_has_ended_is_added_to_a_series_on_its_page() {
    let class = Class::start().await;
    class.past("Lava", "Earth", 5).await;
    let second = class.past("Magma", "", 6).await;
    let browser = Browser::of(&class.app, "tess").await;
    let page = format!("/dashboard/sessions/{second}");
    assert!(browser.get(&page).await.text.contains("<option value=\"Earth\">"), "it is suggested");
    let sent = browser.send(&page, &format!("{page}/series"), &[("series", "earth")]).await;
    assert_eq!(sent.redirect_target(), page);
    let shown = browser.get(&page).await.text;
    assert!(shown.contains("Series saved.") && shown.contains("/dashboard/progress?series=Earth"), "{shown}");
    let refused = browser.send(&page, &format!("{page}/series"), &[("series", &"a".repeat(61))]).await;
    assert_eq!(refused.redirect_target(), page);
    assert!(browser.get(&page).await.text.contains("The name of a series can have at most 60 characters."));
    let form = browser.get("/dashboard/sessions/new").await.text;
    assert!(form.contains("<option value=\"Earth\">") && form.contains("name=\"keep_results\""), "{form}");
}

#[actix_web::test]
async fn the_table_to_download_has_all_students_and_no_formulas() {
    let class = Class::start().await;
    let lesson = class.past("=HYPERLINK(\"x\")", "Earth", 5).await;
    let eve = class.app.person("eve", Role::Student).await;
    class.app.sql(&format!("UPDATE people SET name = '=2+3, \"Eve\"' WHERE id = '{eve}'"));
    class.add_student(eve, "2026-01-02");
    class.attended(&lesson, 1, Some(class.ana), &[(0, Some(20)), (30, Some(40))]);
    class.scored(&lesson, 1, [4, 3, 2]);
    let answer = Browser::of(&class.app, "tess").await.get("/dashboard/progress.csv?series=Earth").await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(answer.header("content-disposition").starts_with("attachment"), "{:?}", answer.headers);
    let text = answer.text.trim_start_matches('\u{feff}');
    let lines: Vec<_> = text.trim_end().split("\r\n").collect();
    assert!(
        lines[0].starts_with("\"Name\",\"Username\"") && lines[0].ends_with("\"2026-01-05 =HYPERLINK(\"\"x\"\")\""),
        "{text}"
    );
    assert_eq!(lines[1], "\"'=2+3, \"\"Eve\"\"\",\"eve\",\"0\",\"1\",\"0\",\"\",\"\",\"\",\"0\"");
    assert_eq!(lines[2], "\"Ana\",\"ana\",\"1\",\"1\",\"30\",\"2\",\"3\",\"4\",\"30\"");
    assert_eq!(lines.len(), 4);
}
