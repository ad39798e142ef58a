/// The API of OpenAI, as far as a model of characters can serve it, for clients that know nothing else.
@NullMarked
package dev.charloom.web.openai;

import org.jspecify.annotations.NullMarked;
