package dev.parley.test;

import dev.parley.Headers;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads HTTP/1.1 responses (RFC 9112). */
final class ResponseReader {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) .*");
  private static final Pattern FIELD = Pattern.compile("([^:\\s]+):[ \\t]*(.*?)[ \\t]*");

  private ResponseReader() {}

  /**
   * Reads one response; interim ones (100 Continue) are passed over.
   *
   * @param method the method of the request: the answer to HEAD has no body
   */
  static TestResponse read(ByteInbox inbox, String method, Wait wait) {
    int status = readStatus(inbox, wait);
    var headers = readHeaders(inbox, wait);
    if (status == 100) {
      return read(inbox, method, wait);
    }
    boolean bodiless = status == 101 || status == 204 || status == 304 || method.equals("HEAD");
    return new TestResponse(
        status, headers, bodiless ? new byte[0] : readBody(inbox, headers, wait));
  }

  private static int readStatus(ByteInbox inbox, Wait wait) {
    String line = inbox.takeLine(wait);
    var status = STATUS_LINE.matcher(line);
    if (!status.matches()) {
      throw wait.failed(
          "It begins with \"" + Descriptions.cut(line) + "\", no HTTP/1.1 status line.");
    }
    return Integer.parseInt(status.group(1));
  }

  private static Headers readHeaders(ByteInbox inbox, Wait wait) {
    var fields = new ArrayList<Map.Entry<String, String>>();
    for (var line = inbox.takeLine(wait); !line.isEmpty(); line = inbox.takeLine(wait)) {
      var field = FIELD.matcher(line);
      if (!field.matches()) {
        throw wait.failed("\"" + Descriptions.cut(line) + "\" is no header field.");
      }
      fields.add(Map.entry(field.group(1), field.group(2)));
    }
    return Headers.of(fields);
  }

  private static byte[] readBody(ByteInbox inbox, Headers headers, Wait wait) {
    if (headers.first("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
      return readChunks(inbox, wait);
    }
    var length = headers.first("content-length");
    return length.isPresent()
        ? inbox.take(Integer.parseInt(length.get()), wait)
        : inbox.takeAll(wait);
  }

  private static byte[] readChunks(ByteInbox inbox, Wait wait) {
    var body = new ByteArrayOutputStream();
    int count;
    do {
      String size = inbox.takeLine(wait);
      count = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      body.writeBytes(inbox.take(count, wait));
      inbox.takeLine(wait);
    } while (count > 0);
    return body.toByteArray();
  }
}
