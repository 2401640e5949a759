import { joinEngine } from '../../engine/spawn';
import { createOffscreenHost } from '../../platform/offscreen-host';

// Being a client is the whole purpose: the engine lives as long as this document does, and lets it go when its work is done.
joinEngine(createOffscreenHost());
