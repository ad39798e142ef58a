package dev.charloom.web.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// What holds for every request to a controller of this application: only UTF-8, nothing compressed, and no query
/// parameter that nobody reads.
public final class RequestRules implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            BodyEncoding.check(request);
            if (!isBound(method)) {
                RequestBinder.refuse(QueryFields.of(request.getQueryString()));
            }
        }
        return true;
    }

    /// Whether [RequestResolver] looks at the query.
    private static boolean isBound(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(From.class));
    }
}
