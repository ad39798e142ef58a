package dev.charloom.web.problem;

import static dev.charloom.web.problem.ProblemKind.CONFLICT;
import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.JOB_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.MALFORMED_REQUEST;
import static dev.charloom.web.problem.ProblemKind.MODEL_DAMAGED;
import static dev.charloom.web.problem.ProblemKind.MODEL_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.QUEUE_FULL;
import static dev.charloom.web.problem.ProblemKind.STORAGE_FULL;
import static dev.charloom.web.problem.ProblemKind.TIME_LIMIT;
import static dev.charloom.web.problem.ProblemKind.TOO_LARGE;
import static dev.charloom.web.problem.ProblemKind.UNAVAILABLE;
import static dev.charloom.web.problem.ProblemKind.UNSUPPORTED_MEDIA_TYPE;
import static dev.charloom.web.problem.ProblemKind.WRITING_QUEUE_FULL;

import dev.charloom.exchange.ArchiveTooLarge;
import dev.charloom.exchange.ImportRejected;
import dev.charloom.exchange.NotExpressible;
import dev.charloom.generation.EnsembleMismatch;
import dev.charloom.generation.InvalidInspection;
import dev.charloom.generation.NotOneLine;
import dev.charloom.generation.NoveltyUnknown;
import dev.charloom.generation.PromptTooLong;
import dev.charloom.generation.SessionConflict;
import dev.charloom.generation.TextsTooLong;
import dev.charloom.generation.TimeLimitExceeded;
import dev.charloom.generation.WritingQueueFull;
import dev.charloom.repository.InvalidModelName;
import dev.charloom.repository.ModelDamaged;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelNotFound;
import dev.charloom.sampling.InvalidSamplingParams;
import dev.charloom.sampling.regex.RegexRejected;
import dev.charloom.storage.DiskQuotaExceeded;
import dev.charloom.storage.Shortage;
import dev.charloom.text.CorpusTooLarge;
import dev.charloom.text.TextRejected;
import dev.charloom.text.UnknownCharacter;
import dev.charloom.training.CannotMeasureNow;
import dev.charloom.training.IdempotencyConflict;
import dev.charloom.training.InvalidTrainingParams;
import dev.charloom.training.JobConflict;
import dev.charloom.training.JobNotFound;
import dev.charloom.training.NoCheckpoint;
import dev.charloom.training.QueueFull;
import dev.charloom.web.binding.BodyTooLarge;
import dev.charloom.web.binding.FieldError;
import dev.charloom.web.binding.InvalidRequest;
import dev.charloom.web.binding.MalformedRequest;
import dev.charloom.web.binding.Shown;
import dev.charloom.web.binding.UnsupportedEncoding;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;

/// The one table from what went wrong to what is answered.
final class ApiProblems {

    private static final String RETRY_AFTER_SECONDS = "30";
    private static final String TIME_LIMIT_ADVICE = " Ask for less, or for a stream, which may take any time.";

    private static final String DISK_ADVICE =
            " Delete jobs that have ended, or raise the limit with the property charloom.limits.data-bytes.";
    private static final String ARCHIVE_BYTES = "charloom.import.archive-bytes";

    /// More than there are parameters; a bias can be wrong for every character that there is.
    private static final int MOST_VIOLATIONS = 100;

    private ApiProblems() {}

    static ProblemAnswer answer(Throwable failure, HttpServletRequest request) {
        String path = request.getRequestURI();
        return failure instanceof RefusedIn refused
                ? answer(refused.failure(), path, refused.field())
                : answer(failure, path, textField(request));
    }

    /// @param path of the request, as the client knows it
    /// @param textField where the text that the request brought along stands
    private static ProblemAnswer answer(Throwable failure, String path, String textField) {
        return switch (failure) {
            case InvalidRequest e -> invalid(e.errors(), e.untold());
            case InvalidTrainingParams e ->
                invalid(e.violations(), it -> FieldError.notAllowed(it.field(), it.value(), it.allowed()));
            case InvalidSamplingParams e ->
                invalid(e.violations(), it -> FieldError.notAllowed(it.name(), it.value(), it.allowed()));
            case InvalidInspection e ->
                invalid(
                        e.violations(),
                        it -> it.value() == null
                                ? new FieldError(it.field(), null, "must have " + it.allowed(), it.allowed())
                                : FieldError.notAllowed(it.field(), it.value(), it.allowed()));
            case UnknownCharacter e -> invalid(List.of(unknown(e, textField)));
            case CorpusTooLarge e -> corpusTooLarge(e.limit());
            case TextRejected e ->
                invalid(List.of(new FieldError("corpus", null, "is not usable: " + e.getMessage(), null)));
            case BodyTooLarge e ->
                switch (e.kind()) {
                    case JSON -> jsonTooLarge(e.limit());
                    case CORPUS -> corpusTooLarge(e.limit());
                    case ARCHIVE -> archiveTooLarge("has at most %d bytes".formatted(e.limit()), ARCHIVE_BYTES);
                };
            case ArchiveTooLarge e -> archiveTooLarge(e.limit(), e.property());
            case DiskQuotaExceeded e -> ProblemAnswer.of(TOO_LARGE, sentence(e) + DISK_ADVICE);
            case IdempotencyConflict e ->
                invalid(List.of(new FieldError("Idempotency-Key", null, "is taken: " + message(e), null)));
            case ImportRejected e ->
                invalid(List.of(new FieldError("archive", null, "is not usable: " + e.getMessage(), null)));
            case NotExpressible e ->
                invalid(List.of(new FieldError("format", e.format(), "cannot be had: " + e.getMessage(), null)));
            case MalformedRequest e -> ProblemAnswer.of(MALFORMED_REQUEST, message(e));
            case UnsupportedEncoding e -> ProblemAnswer.of(UNSUPPORTED_MEDIA_TYPE, message(e));
            case PromptTooLong e -> invalid(List.of(tooLong(e)));
            case NotOneLine e -> invalid(List.of(notOneLine(e)));
            case RegexRejected e ->
                invalid(List.of(new FieldError("regex", e.regex(), "is not usable: " + e.getMessage(), null)));
            case WritingQueueFull e ->
                ProblemAnswer.of(WRITING_QUEUE_FULL, sentence(e)).withHeader(HttpHeaders.RETRY_AFTER, "1");
            case TimeLimitExceeded e ->
                ProblemAnswer.of(TIME_LIMIT, sentence(e) + TIME_LIMIT_ADVICE)
                        .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            case NoveltyUnknown e ->
                invalid(List.of(new FieldError("novel", true, "cannot be had: " + message(e), null)));
            case EnsembleMismatch e ->
                invalid(List.of(new FieldError("models", null, "cannot write together: " + message(e), null)));
            case SessionConflict e -> ProblemAnswer.of(CONFLICT, sentence(e));
            case TextsTooLong e ->
                invalid(List.of(new FieldError(
                        textField, null, "has too many characters: " + message(e), "at most " + e.limit())));
            case ModelNotFound e -> ProblemAnswer.of(MODEL_NOT_FOUND, sentence(e));
            case InvalidModelName e -> ProblemAnswer.of(MODEL_NOT_FOUND, noName(e.value()));
            case ModelDamaged e -> ProblemAnswer.of(MODEL_DAMAGED, damaged(e));
            case JobNotFound e -> ProblemAnswer.of(JOB_NOT_FOUND, sentence(e));
            case JobConflict e -> ProblemAnswer.of(CONFLICT, sentence(e));
            case NoCheckpoint e -> ProblemAnswer.of(CONFLICT, sentence(e));
            case QueueFull e ->
                ProblemAnswer.of(QUEUE_FULL, sentence(e)).withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            case CannotMeasureNow e ->
                ProblemAnswer.of(UNAVAILABLE, sentence(e)).withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            case OutOfMemoryError _ -> outOfMemory();
            case ServletException e when e.getCause() instanceof OutOfMemoryError -> outOfMemory();
            case SocketTimeoutException _ -> StatusProblems.of(HttpStatus.REQUEST_TIMEOUT.value());
            case BadRequestException _ ->
                ProblemAnswer.of(MALFORMED_REQUEST, "The body breaks off or is not well-formed.");
            case InvalidParameterException e -> StatusProblems.of(e.getErrorCode());
            case Throwable e when e instanceof ErrorResponse response -> StatusProblems.of(e, response, path);
            default -> shortageOrUnknown(Shortage.behind(failure));
        };
    }

    private static ProblemAnswer invalid(List<FieldError> errors) {
        return invalid(errors, 0);
    }

    private static <V> ProblemAnswer invalid(List<V> violations, Function<V, FieldError> error) {
        List<FieldError> told =
                violations.stream().limit(MOST_VIOLATIONS).map(error).toList();
        return invalid(told, violations.size() - told.size());
    }

    /// @param untold how many more fields are wrong
    private static ProblemAnswer invalid(List<FieldError> errors, int untold) {
        int all = errors.size() + untold;
        String sentences = errors.stream().map(FieldError::sentence).collect(Collectors.joining("; "));
        String detail = (all == 1 ? "" : "%d fields are wrong: ".formatted(all))
                + sentences
                + (untold == 0 ? "." : "; and %d more.".formatted(untold));
        return ProblemAnswer.of(INVALID_VALUE, detail).with(errors);
    }

    private static FieldError unknown(UnknownCharacter failure, String textField) {
        String character = Character.toString(failure.codePoint());
        OptionalInt text = failure.text();
        String field = text.isPresent() ? "%s[%d]".formatted(textField, text.getAsInt()) : textField;
        return new FieldError(field, character, "is not usable: " + message(failure), null, failure.index());
    }

    private static FieldError tooLong(PromptTooLong failure) {
        return new FieldError(
                "startingWith",
                null,
                "has %d characters, which leaves no room within a maxLength of %d"
                        .formatted(failure.characters(), failure.maxLength()),
                "fewer characters than maxLength");
    }

    private static FieldError notOneLine(NotOneLine failure) {
        return new FieldError(
                "startingWith",
                "\n",
                "must not have a newline, as at index %d: every text of this model is one line, and ends there"
                        .formatted(failure.index()),
                "a text without newlines",
                failure.index());
    }

    private static String noName(String given) {
        return "Not a model name, or a name and a version such as `dinosaurs:1`: %s; names match %s."
                .formatted(Shown.text(given), ModelName.FORM);
    }

    private static String damaged(ModelDamaged failure) {
        return "Model %s is damaged and not served: its %s is not what was published."
                .formatted(failure.reference(), failure.file());
    }

    /// Where the text that a request brought along stands.
    private static String textField(HttpServletRequest request) {
        return switch (request.getRequestURI()
                .substring(request.getContextPath().length())) {
            case "/train" -> "corpus";
            case "/sample" -> "startingWith";
            case "/score", "/compare", "/inspect" -> "text";
            case "/rank" -> "candidates";
            case "/v1/chat/completions" -> "messages";
            default -> "prompt";
        };
    }

    private static ProblemAnswer jsonTooLarge(long limit) {
        return ProblemAnswer.of(
                TOO_LARGE,
                "A JSON body has at most %d bytes. Send a larger corpus as the body of a text/plain request, with the"
                                .formatted(limit)
                        + " parameters in the query, or as the part corpus of a multipart/form-data request.");
    }

    private static ProblemAnswer corpusTooLarge(long limit) {
        return ProblemAnswer.of(
                TOO_LARGE,
                "A corpus has at most %d bytes. The property charloom.limits.corpus-bytes raises the limit."
                        .formatted(limit));
    }

    private static ProblemAnswer outOfMemory() {
        return ProblemAnswer.of(
                        UNAVAILABLE,
                        "There is not enough memory for this now. Ask for less, or try again later; more heap (-Xmx) raises"
                                + " the limit.")
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }

    private static ProblemAnswer shortageOrUnknown(@Nullable Shortage shortage) {
        return switch (shortage) {
            case SPACE -> ProblemAnswer.of(STORAGE_FULL, StatusProblems.DISK_FULL);
            case OPEN_FILES ->
                ProblemAnswer.of(
                                UNAVAILABLE,
                                "The service has too many files and connections open. Try again later; the system's limit"
                                        + " (ulimit -n) allows more.")
                        .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            case null -> StatusProblems.of(HttpStatus.INTERNAL_SERVER_ERROR.value());
        };
    }

    private static ProblemAnswer archiveTooLarge(String limit, String property) {
        return ProblemAnswer.of(
                TOO_LARGE, "An archive %s. The property %s raises the limit.".formatted(limit, property));
    }

    private static String sentence(Exception failure) {
        String message = message(failure);
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }
}
