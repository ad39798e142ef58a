/// Training jobs: what is computed ([dev.charloom.training.TrainingParams]), the loop that computes it, and the service
/// that queues, runs and remembers jobs.
@NullMarked
package dev.charloom.training;

import org.jspecify.annotations.NullMarked;
