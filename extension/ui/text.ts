/**
 * The one catalogue of everything a trader reads in the extension.
 *
 * A section per screen, each in a file of its own under `text/`; sentences with parameters are functions.
 * Sentences of failures stand in `shared/reasons`, since the server and tests need them too.
 * It is a namespace and no object, so that a page loads the sections that its screens name and no other.
 */
export * as text from './text/catalogue';
