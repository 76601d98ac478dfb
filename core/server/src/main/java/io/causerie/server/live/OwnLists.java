package io.causerie.server.live;

import io.causerie.engine.access.Viewer;
import io.causerie.engine.home.Home;
import io.causerie.engine.notice.Notices;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The lists that each reader has of her own, as live streams tell of them. */
final class OwnLists {
  private OwnLists() {}

  /** Her home. */
  static Unreads.Lists of(Home home) {
    return new Unreads.Lists() {
      @Override
      public Topic.OfReader topic() {
        return Topic.OfReader.HOME;
      }

      @Override
      public String word() {
        return "home";
      }

      @Override
      public Map<String, List<Long>> stamps(Collection<String> persons) {
        return home.stamps(persons);
      }

      @Override
      public Unreads.Glance look(Viewer viewer) {
        Home.Glance glance = home.glance(viewer);
        return new Unreads.Glance(glance.unread(), glance.newest());
      }

      @Override
      public void onChanged(Runnable told) {
        home.onChanged(told);
      }
    };
  }

  /** Her inbox. */
  static Unreads.Lists of(Notices notices) {
    return new Unreads.Lists() {
      @Override
      public Topic.OfReader topic() {
        return Topic.OfReader.NOTIFICATIONS;
      }

      @Override
      public String word() {
        return "notifications";
      }

      @Override
      public Map<String, List<Long>> stamps(Collection<String> persons) {
        return notices.stamps(persons);
      }

      @Override
      public Unreads.Glance look(Viewer viewer) {
        Notices.Glance glance = notices.glance(viewer);
        return new Unreads.Glance(glance.unread(), glance.newest());
      }

      @Override
      public void onChanged(Runnable told) {
        notices.onChanged(told);
      }
    };
  }
}
