package io.causerie.http;

import java.util.ArrayList;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;

/** Remembers a system's cookies while its client lives: a CSRF token holds only with them. */
final class Cookies implements CookieJar {
  private static final int MOST = 100;

  private final List<Cookie> jar = new ArrayList<>();

  @Override
  public synchronized void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
    for (Cookie cookie : cookies) {
      jar.removeIf(
          c ->
              c.name().equals(cookie.name())
                  && c.domain().equals(cookie.domain())
                  && c.path().equals(cookie.path()));
      if (jar.size() < MOST) {
        jar.add(cookie);
      }
    }
  }

  @Override
  public synchronized List<Cookie> loadForRequest(HttpUrl url) {
    return jar.stream().filter(cookie -> cookie.matches(url)).toList();
  }
}
