import { layer144 } from './layer-144.ts';
import { layer198 } from './layer-198.ts';
import type { LayerPatch } from './layer-patch.ts';

/** The oldest first: the first patch that knows a name wins. */
export const layerPatches: readonly LayerPatch[] = [layer144, layer198];
