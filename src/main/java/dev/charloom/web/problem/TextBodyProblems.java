package dev.charloom.web.problem;

import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.MALFORMED_REQUEST;
import static dev.charloom.web.problem.ProblemKind.MODEL_DAMAGED;
import static dev.charloom.web.problem.ProblemKind.MODEL_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.TIME_LIMIT;
import static dev.charloom.web.problem.ProblemKind.TOO_LARGE;
import static dev.charloom.web.problem.ProblemKind.UNSUPPORTED_MEDIA_TYPE;
import static dev.charloom.web.problem.ProblemKind.WRITING_QUEUE_FULL;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The [Problems] of a request whose body has a model read or write texts.
@Problems({
    MALFORMED_REQUEST,
    MODEL_NOT_FOUND,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_VALUE,
    MODEL_DAMAGED,
    WRITING_QUEUE_FULL,
    TIME_LIMIT
})
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TextBodyProblems {}
