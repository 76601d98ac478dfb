package io.causerie.server.api.files;

import io.causerie.engine.Causerie;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.file.Attachments;
import io.causerie.engine.file.FileTooLargeException;
import io.causerie.engine.file.FileView;
import io.causerie.engine.file.Upload;
import io.causerie.model.ActivityId;
import io.causerie.model.FileId;
import io.causerie.model.NoteId;
import io.causerie.server.api.Feature;
import io.causerie.server.api.Json;
import io.causerie.server.api.Problem;
import io.causerie.server.api.ProblemException;
import io.causerie.server.api.Render;
import io.causerie.server.api.Requests;
import io.causerie.server.signin.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Files: they are sent before what they belong to, and had by whoever reads that. */
public final class FileRoutes implements Feature, AutoCloseable {
  /** Where files come in, as they come: the body is no part of the request that is read before. */
  public static final String PATH = "/api/v1/files";

  private static final int THREADS = 4;

  private final Causerie causerie;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "causerie-files"));

  public FileRoutes(Causerie causerie) {
    this.causerie = causerie;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.post(PATH, this::add, Scope.WRITE);
    routes.get(PATH + "/{file}", this::get, Scope.READ);
    routes.delete(PATH + "/{file}", this::remove, Scope.WRITE);
  }

  private static FileId id(Context context) {
    return Requests.id(context, "file", FileId::parse);
  }

  private void add(Context context) {
    Requests.onlyQuery(context);
    Viewer viewer = Requests.viewer(context);
    String name = Disposition.name(context.header(Disposition.HEADER));
    ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
    Upload upload;
    try {
      upload = causerie.attachments().begin(viewer, name, request.getLength());
    } catch (FileTooLargeException e) {
      // What comes is not read: the connection cannot be used again.
      context.header("Connection", "close");
      throw e;
    }
    context.future(
        () ->
            new Receiving(request, upload, threads)
                .begin()
                .thenApply(causerie.attachments()::finish)
                .whenComplete((file, failure) -> upload.close())
                .exceptionallyCompose(
                    failure -> CompletableFuture.failedFuture(said(context, failure)))
                .thenAccept(file -> answer(context, file)));
  }

  private static Throwable said(Context context, Throwable failure) {
    Throwable within = failure.getCause();
    Throwable cause = failure instanceof CompletionException && within != null ? within : failure;
    if (cause instanceof FileTooLargeException) {
      context.header("Connection", "close");
    }
    return cause instanceof IOException
        ? new ProblemException(
            new Problem(Problem.Kind.INVALID_REQUEST, "the file broke off; send it again"))
        : cause;
  }

  private static void answer(Context context, FileView file) {
    context.header("Location", PATH + "/" + file.id());
    Json.answer(context, 201, Render.file(file));
  }

  private void get(Context context) {
    Requests.onlyQuery(context, "preview");
    Attachments.Opened opened =
        causerie
            .attachments()
            .open(Requests.viewer(context), id(context), Requests.truth(context, "preview"));
    context.contentType(opened.kind().mediaType());
    context.header(Disposition.HEADER, Disposition.attachment(opened.file().name()));
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    if (opened.length() == null) {
      context.result(all(opened.bytes()));
      return;
    }
    context.header("Content-Length", String.valueOf(opened.length()));
    ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
    context.future(() -> new Sending(opened.bytes(), request.getServletContextResponse()).begin());
  }

  /** A small picture is small. */
  private static byte[] all(InputStream bytes) {
    try (bytes) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(Context context) {
    FileId id = id(context);
    Viewer viewer = Requests.viewer(context);
    Attachments.Place place = causerie.attachments().place(viewer, id);
    if (place.item() == null) {
      causerie.attachments().remove(viewer, id);
    } else if (place.note()) {
      causerie.discussion().removeFile(viewer, new NoteId(place.item()), id);
    } else {
      causerie.feed().removeFile(viewer, new ActivityId(place.item()), id);
    }
    context.status(204);
  }

  /** Lets what is under way come to nothing: whoever sends it sends it again. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
