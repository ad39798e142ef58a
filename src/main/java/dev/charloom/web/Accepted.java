package dev.charloom.web;

import java.util.Comparator;
import java.util.List;
import org.springframework.http.MediaType;

/// Chooses the form of an answer by the `Accept` header of its request.
final class Accepted {

    private Accepted() {}

    /// The first form that the client likes best; the first of all if it likes none, which the framework refuses
    /// before.
    ///
    /// @param accept the header
    /// @param offered the forms that there are
    static MediaType best(String accept, List<MediaType> offered) {
        return MediaType.parseMediaTypes(accept).stream()
                .sorted(Comparator.comparingDouble(MediaType::getQualityValue).reversed())
                .flatMap(liked -> offered.stream().filter(liked::includes))
                .findFirst()
                .orElse(offered.getFirst());
    }
}
