package dev.charloom.web.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Fills the parameters of controllers that are marked with [From].
public final class RequestResolver implements HandlerMethodArgumentResolver {

    private final RequestShapes shapes;
    private final RequestBinder binder;
    private final BodyLimits limits;

    public RequestResolver(RequestShapes shapes, Validator validator, BodyLimits limits) {
        this.shapes = shapes;
        this.binder = new RequestBinder(validator);
        this.limits = limits;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(From.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders)
            throws IOException {
        var http = Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
        Source source = Objects.requireNonNull(parameter.getParameterAnnotation(From.class))
                .value();
        RequestShape<?> shape = shapes.of(parameter.getParameterType().asSubclass(Record.class));
        RequestFields query = QueryFields.of(http.getQueryString());
        return source == Source.QUERY
                ? binder.bind(query, shape)
                : binder.bind(fields(source, http, shape), query, shape);
    }

    private RequestFields fields(Source source, HttpServletRequest http, RequestShape<?> shape) throws IOException {
        return source == Source.JSON ? JsonFields.of(limits.json(http)) : PartFields.of(http, shape);
    }
}
