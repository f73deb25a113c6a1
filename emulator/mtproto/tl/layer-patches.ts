/**
 * How older layers wrote what newer ones write differently: facts of the protocol, one line of TL
 * each, only for what the box reads or sends. `upTo` is the last layer a patch holds for; the
 * oldest come first, and the first that knows a name wins. Bits that the box never sets are left
 * out of the constructors it only sends.
 */
export type LayerPatch = { readonly upTo: number; readonly lines: readonly string[] };

export const layerPatches: readonly LayerPatch[] = [];
