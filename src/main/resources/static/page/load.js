/** Loads what a view cannot do without: while the service is away, it is waited for. */

import { Unreachable } from './api.js';
import { whenThere } from './connection.js';

/**
 * Asks, and asks again when the service is back for as long as it does not answer.
 *
 * @param ask asks once; it must not change anything
 * @param signal ends the waiting; left out: nothing does
 */
export async function load(ask, signal) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        throw error;
      }
    }
    await whenThere();
    signal?.throwIfAborted();
  }
}
