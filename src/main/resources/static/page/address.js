/** Where the service is. */

/**
 * The URL of a path of the service, which may itself be under a path (`/charloom/`), with its query; null, undefined and
 * empty values are left out.
 */
export function address(path, query = {}) {
  const parameters = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  ).toString();
  const { href } = new URL(`.${path}`, document.baseURI);
  return parameters ? `${href}?${parameters}` : href;
}
