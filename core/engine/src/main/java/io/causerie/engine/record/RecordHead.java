package io.causerie.engine.record;

import io.causerie.model.Localized;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record is called and holds, the same for all who may see the same of it; see {@link
 * RecordView}.
 */
public record RecordHead(
    RecordId id,
    RecordRef ref,
    Localized systemTitle,
    @Nullable Localized typeLabel,
    Localized title,
    @Nullable String url,
    boolean known,
    @Nullable Instant deleted,
    List<RecordView.Field> state) {}
