#!/usr/bin/env python3
"""Trains or samples a recurrent network with a Python framework, and prints one line of JSON: characters per second.

    frameworks.py {pytorch,pytorch-compiled,tensorflow,jax} WORKLOAD --cell lstm --vocabulary 65 --embedding 65
                  --hidden 512 --layers 2 --batch 64 --time 64 --threads 2 --seconds 15 [--sampling]

Float32 throughout. A step of training goes forward and back over random characters, clips to a global norm of 5 and
updates with Adam at 0.002; a step of sampling writes 100 characters of each stream, each drawn from the softmax. As
`compare` calls it, the memory settings and the threads of OpenMP are already in the environment.
"""
import argparse
import json
import os
import resource
import statistics
import time

CLIP_NORM = 5.0
LEARNING_RATE = 2e-3
CHARACTERS_PER_STREAM = 100
WARM_UP_STEPS = 3
LEAST_STEPS = 5


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('framework', choices=FRAMEWORKS)
    parser.add_argument('workload')
    parser.add_argument('--sampling', action='store_true')
    parser.add_argument('--cell', choices=['rnn', 'gru', 'lstm'], required=True)
    for size in ['vocabulary', 'embedding', 'hidden', 'layers', 'batch', 'time']:
        parser.add_argument(f'--{size}', type=int, required=True)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--seconds', type=float, default=15)
    return parser.parse_args()


def measure(step, seconds):
    """The durations of steps repeated for `seconds`, after some that do not count."""
    for _ in range(WARM_UP_STEPS):
        step()
    durations, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds or len(durations) < LEAST_STEPS:
        begin = time.perf_counter()
        step()
        durations.append(time.perf_counter() - begin)
    return durations


# --- PyTorch ----------------------------------------------------------------------------------------------------------


def pytorch(shape, compiled=False):
    import torch
    from torch import nn

    torch.set_num_threads(shape.threads)

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            recurrent = {'rnn': nn.RNN, 'gru': nn.GRU, 'lstm': nn.LSTM}[shape.cell]
            self.embedding = nn.Embedding(shape.vocabulary, shape.embedding)
            self.recurrent = recurrent(shape.embedding, shape.hidden, shape.layers)
            self.output = nn.Linear(shape.hidden, shape.vocabulary)

        def forward(self, ids, state=None):
            hidden, state = self.recurrent(self.embedding(ids), state)
            return self.output(hidden), state

    network = Network()
    run = torch.compile(network) if compiled else network

    def training():
        adam = torch.optim.Adam(network.parameters(), LEARNING_RATE, fused=True)
        inputs = torch.randint(shape.vocabulary, (shape.time, shape.batch))
        targets = torch.randint(shape.vocabulary, (shape.time * shape.batch,))

        def step():
            adam.zero_grad(set_to_none=True)
            logits, _ = run(inputs)
            nn.functional.cross_entropy(logits.view(-1, shape.vocabulary), targets).backward()
            nn.utils.clip_grad_norm_(network.parameters(), CLIP_NORM)
            adam.step()
        return step

    def sampling():
        torch.backends.mkldnn.enabled = shape.batch > 1  # one stream alone is faster without oneDNN
        network.eval()
        ids, state = torch.zeros(1, shape.batch, dtype=torch.long), None

        def step():
            nonlocal ids, state
            with torch.inference_mode():
                for _ in range(CHARACTERS_PER_STREAM):
                    logits, state = run(ids, state)
                    ids = torch.multinomial(torch.softmax(logits[0], -1), 1).T
        return step

    return sampling() if shape.sampling else training()


# --- Keras on TensorFlow ----------------------------------------------------------------------------------------------


def tensorflow(shape):
    os.environ.update(KERAS_BACKEND='tensorflow', TF_CPP_MIN_LOG_LEVEL='3')
    import keras
    import numpy
    import tensorflow
    from keras import layers

    tensorflow.config.threading.set_intra_op_parallelism_threads(shape.threads)
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    recurrent = {'rnn': layers.SimpleRNN, 'gru': layers.GRU, 'lstm': layers.LSTM}[shape.cell]

    def network(time, stateful):
        # Unrolled, because TensorFlow's loop over time costs more than its products.
        return keras.Sequential(
            [layers.Input((time,), batch_size=shape.batch, dtype='int32'),
             layers.Embedding(shape.vocabulary, shape.embedding)]
            + [recurrent(shape.hidden, return_sequences=True, stateful=stateful, unroll=True)
               for _ in range(shape.layers)]
            + [layers.Dense(shape.vocabulary)])

    def training():
        model = network(shape.time, stateful=False)
        model.compile(optimizer=keras.optimizers.Adam(LEARNING_RATE, global_clipnorm=CLIP_NORM),
                      loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        inputs = numpy.random.randint(shape.vocabulary, size=(shape.batch, shape.time))
        targets = numpy.random.randint(shape.vocabulary, size=(shape.batch, shape.time))
        return lambda: model.train_on_batch(inputs, targets)

    def sampling():
        model = network(1, stateful=True)

        @tensorflow.function
        def written_after(ids):
            logits = model(ids, training=False)[:, 0]
            return tensorflow.cast(tensorflow.random.categorical(logits, 1), tensorflow.int32)

        ids = tensorflow.zeros((shape.batch, 1), tensorflow.int32)

        def step():
            nonlocal ids
            for _ in range(CHARACTERS_PER_STREAM):
                ids = written_after(ids)
            ids.numpy()
        return step

    return sampling() if shape.sampling else training()


# --- JAX --------------------------------------------------------------------------------------------------------------


def jax(shape):
    import jax
    import jax.numpy as jnp

    hidden = shape.hidden

    def lstm(state, from_input, layer):
        h, c = state
        i, f, g, o = jnp.split(from_input + h @ layer['U'], 4, axis=-1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    def gru(state, from_input, layer):
        (h,) = state
        from_state = h @ layer['U'] + layer['c']
        z, r = jnp.split(jax.nn.sigmoid(from_input[:, :2 * hidden] + from_state[:, :2 * hidden]), 2, axis=-1)
        candidate = jnp.tanh(from_input[:, 2 * hidden:] + r * from_state[:, 2 * hidden:])
        h = candidate + z * (h - candidate)
        return (h,), h

    def rnn(state, from_input, layer):
        (h,) = state
        h = jnp.tanh(from_input + h @ layer['U'])
        return (h,), h

    cell, gates, vectors = {'lstm': (lstm, 4, 2), 'gru': (gru, 3, 1), 'rnn': (rnn, 1, 1)}[shape.cell]
    keys = iter(jax.random.split(jax.random.key(1), 3 + 3 * shape.layers))

    def weights(*sizes):
        return jax.random.uniform(next(keys), sizes, minval=-hidden ** -0.5, maxval=hidden ** -0.5)

    network = {
        'embedding': weights(shape.vocabulary, shape.embedding),
        'layers': [{'W': weights(hidden if depth else shape.embedding, gates * hidden),
                    'U': weights(hidden, gates * hidden),
                    'b': jnp.zeros(gates * hidden), 'c': jnp.zeros(gates * hidden)} for depth in range(shape.layers)],
        'output': {'W': weights(hidden, shape.vocabulary), 'b': jnp.zeros(shape.vocabulary)},
    }

    def zero_state():
        return [tuple(jnp.zeros((shape.batch, hidden)) for _ in range(vectors)) for _ in range(shape.layers)]

    def forward(network, ids, state):
        """ids T×B; logits T×B×V and the next state"""
        signal, last = network['embedding'][ids], []
        for layer, first in zip(network['layers'], state):
            from_inputs = signal @ layer['W'] + layer['b']  # of all steps in one product
            end, signal = jax.lax.scan(lambda state, x, layer=layer: cell(state, x, layer), first, from_inputs)
            last.append(end)
        return signal @ network['output']['W'] + network['output']['b'], last

    def training():
        inputs = jax.random.randint(next(keys), (shape.time, shape.batch), 0, shape.vocabulary)
        targets = jax.random.randint(next(keys), (shape.time, shape.batch), 0, shape.vocabulary)
        tree = jax.tree_util.tree_map

        def loss(network):
            logits, _ = forward(network, inputs, zero_state())
            chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), targets[..., None], axis=-1)
            return -chosen.mean()

        def update(network, first, second, count):
            value, gradients = jax.value_and_grad(loss)(network)
            norm = jnp.sqrt(sum(jnp.vdot(g, g) for g in jax.tree_util.tree_leaves(gradients)))
            gradients = tree(lambda g: g * jnp.minimum(1, CLIP_NORM / norm), gradients)
            first = tree(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
            second = tree(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradients)
            rate = LEARNING_RATE * jnp.sqrt(1 - 0.999 ** count) / (1 - 0.9 ** count)
            network = tree(lambda w, m, v: w - rate * m / (jnp.sqrt(v) + 1e-8), network, first, second)
            return value, network, first, second

        update = jax.jit(update, donate_argnums=(0, 1, 2))
        state = (network, tree(jnp.zeros_like, network), tree(jnp.zeros_like, network))
        count = 0

        def step():
            nonlocal state, count
            count += 1
            value, *state = update(*state, float(count))
            value.block_until_ready()
        return step

    def sampling():
        def write(network, ids, state, key):
            logits, state = forward(network, ids, state)
            key, draw = jax.random.split(key)
            return jax.random.categorical(draw, logits), state, key

        write = jax.jit(write)
        at = (jnp.zeros((1, shape.batch), jnp.int32), zero_state(), next(keys))

        def step():
            nonlocal at
            for _ in range(CHARACTERS_PER_STREAM):
                at = write(network, *at)
            at[0].block_until_ready()
        return step

    return sampling() if shape.sampling else training()


FRAMEWORKS = {
    'pytorch': pytorch,
    'pytorch-compiled': lambda shape: pytorch(shape, compiled=True),
    'tensorflow': tensorflow,
    'jax': jax,
}


def main():
    shape = arguments()
    durations = measure(FRAMEWORKS[shape.framework](shape), shape.seconds)
    characters = shape.batch * (CHARACTERS_PER_STREAM if shape.sampling else shape.time)
    print(json.dumps({
        'peer': shape.framework,
        'workload': shape.workload,
        'threads': shape.threads,
        'chars_per_s': round(characters / statistics.median(durations)),
        'best': round(characters / min(durations)),
        'steps': len(durations),
        'rss_mb': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))


if __name__ == '__main__':
    main()
