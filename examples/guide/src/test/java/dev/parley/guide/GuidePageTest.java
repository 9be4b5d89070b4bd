package dev.parley.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of the guide in a real browser: what its consoles show is what the server does. */
class GuidePageTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  private static GuideProcess guide;
  private static Chromium browser;

  @BeforeAll
  static void openBrowser() throws Exception {
    browser = Chromium.start();
    guide = GuideProcess.start();
  }

  @AfterAll
  static void closeBrowser() {
    if (guide != null) {
      guide.close();
      browser.close();
    }
  }

  @BeforeEach
  void openPage() {
    browser.look(1400, 1000, "light");
    browser.open(guide.uri());
    browser.evaluate("document.querySelector('[data-language=en]').click()");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo          | sendText   | Echo: Hello Server
          text          | -          | Hello Client
          text          | sendBinary | close 1003
          json          | sendText   | {"type":"response","received":{"hello":"world"}}
          binary        | -          | 00 01 02
          binary        | sendBinary | ca fe
          any           | sendText   | Text: 01 02 03
          any           | sendBinary | Bytes: 3
          path          | sendText   | Jürgen & Li: hello
          query         | -          | Joined room: general
          auth-query    | -          | {"type":"auth_success","user":"alice"}
          auth-message  | sendText   | {"type":"auth_success","user":"alice"}
          room-a        | sendText   | Room lobby: Hello, everybody
          ticker        | sendText   | Received: hello
          ticker        | -          | Ping
          heartbeat     | -          | {"type":"ping"}
          crash         | sendText   | close 1011 Internal server error.
          forgot-accept | -          | hi
          """)
  void consoleShowsWhatServerSends(String console, String action, String expected) {
    click(console, "connect");
    awaitOpen(console);
    if (!action.equals("-")) {
      click(console, action);
    }
    awaitLog(console, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          query      | wrong | close 4001 Unauthorized
          query      | none  | close 4001 Unauthorized
          auth-query | wrong | close 4001 Invalid token
          auth-query | none  | refused before the handshake
          auth-cookie| valid | {"type":"auth_success","user":"alice"}
          auth-cookie| none  | close 4001
          """)
  void presetShowsHowServerDecides(String console, String preset, String expected) {
    preset(console, preset);
    awaitLog(console, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          json         | quit   | close 1000 Goodbye
          json         | broken | close 1007 Malformed JSON
          auth-message | wrong  | close 4001 Auth failed
          """)
  void presetOfOpenConsoleSends(String console, String preset, String expected) {
    click(console, "connect");
    awaitOpen(console);
    preset(console, preset);
    awaitLog(console, expected);
  }

  @Test
  void twoConsolesShareRoomAndHttpPushesIntoIt() {
    click("room-a", "connect");
    awaitOpen("room-a");
    click("room-b", "connect");
    awaitOpen("room-b");
    click("room-b", "sendText");
    awaitLog("room-a", "Room lobby: Hello from the other one");
    awaitLog("room-b", "Room lobby: Hello from the other one");

    click("broadcast", "request");
    awaitLog("broadcast", "200 {\"status\":\"sent\"}");
    awaitLog("room-a", "News for all");

    click("messages", "request");
    awaitLog("messages", "Hello from the other one");
  }

  @Test
  void showsEachSectionWithItsCode() {
    int sections = browser.evaluate("document.querySelectorAll('section').length").asInt();
    var empty =
        browser.evaluate(
            "[...document.querySelectorAll('section pre')].filter(p => p.textContent.length < 40).length");

    assertThat(sections).isEqualTo(15);
    assertThat(empty.asInt()).isZero();
  }

  @Test
  void speaksChineseAndRemembersIt() {
    browser.evaluate("document.querySelector('[data-language=zh]').click()");
    browser.open(guide.uri());

    assertThat(browser.evaluate("document.querySelector('h1').textContent").stringValue())
        .isEqualTo("在线指南");
    assertThat(browser.evaluate("document.documentElement.lang").stringValue()).isEqualTo("zh-CN");
  }

  @ParameterizedTest
  @CsvSource({
    "wide-light, 1400, light, en",
    "wide-dark, 1400, dark, zh",
    "narrow-light, 360, light, zh",
    "narrow-dark, 360, dark, en"
  })
  void fitsItsWindowWithoutComplaints(String name, int width, String colors, String language)
      throws Exception {
    browser.look(width, 1000, colors);
    browser.evaluate("document.querySelector('[data-language=" + language + "]').click()");
    click("echo", "connect");
    awaitOpen("echo");
    click("echo", "sendText");
    awaitLog("echo", "Echo: Hello Server");
    browser.evaluate("scrollTo(0, 0)");
    browser.screenshot(PICTURES.resolve(name + ".png"), false);
    browser.evaluate("document.querySelector('#auth-query').scrollIntoView({behavior: 'instant'})");
    browser.screenshot(PICTURES.resolve(name + "-further.png"), false);

    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    assertThat(browser.complaints()).isEmpty();
  }

  private static String in(String console) {
    return "document.querySelector('[data-console=\"" + console + "\"]')";
  }

  private static void click(String console, String action) {
    browser.evaluate(in(console) + ".querySelector('[data-action=" + action + "]').click()");
  }

  private static void preset(String console, String preset) {
    browser.evaluate(in(console) + ".querySelector('[data-preset=" + preset + "]').click()");
  }

  private static void awaitOpen(String console) {
    browser.await(in(console) + ".querySelector('.state').dataset.state === 'open'");
  }

  private static void awaitLog(String console, String expected) {
    browser.await(
        "[..."
            + in(console)
            + ".querySelectorAll('.log li:not(.out) .what')].some(one => one.textContent.includes("
            + quoted(expected)
            + "))");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
