namespace Cocoon.Bench.Attestation;

/// <summary>Mutual handshakes per second, one at a time.</summary>
/// <param name="Plain">Small certificates, no evidence.</param>
/// <param name="Cached">Evidence whose verdict is known.</param>
/// <param name="PlainLong">Plain certificates as long as the attested ones, no checks: what TLS itself takes for the length.</param>
/// <param name="Cold">Evidence verified in full on both sides.</param>
/// <param name="CachedToPlain">The ratio of the two, as the median over rounds; the target is 0.95.</param>
/// <param name="PlainLongToPlain">The most that the former can be.</param>
internal sealed record HandshakeFigures(double Plain, double PlainLong, double Cached, double Cold, double CachedToPlain, double PlainLongToPlain);
