namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>How far one component lies behind.</summary>
/// <param name="Component">Which, for people.</param>
/// <param name="Found">SVN of this machine.</param>
/// <param name="Needed">Least SVN of a level that is up to date.</param>
internal readonly record struct TcbGap(string Component, int Found, int Needed);
