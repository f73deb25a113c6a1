import { useQuery } from '@tanstack/react-query';
import { Loading } from '../../shared/states.tsx';

/** Free modules around the code: ISO/IEC 18004 asks for four. */
const QUIET = 4;

/** A text as a QR code, drawn here: a secret is told to nobody else. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const query = useQuery({
    queryKey: ['qr', text],
    queryFn: async () => {
      const { encode } = await import('uqr');
      return encode(text, { ecc: 'M', border: 0 });
    },
    // It stands for a secret.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!query.data) return <Loading />;
  const { size, data } = query.data;
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  const side = size + 2 * QUIET;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      width={208}
      height={208}
      shapeRendering="crispEdges"
    >
      <title>{label}</title>
      {/* Apps read dark on light only, in the dark scheme too. */}
      <rect x={-QUIET} y={-QUIET} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
