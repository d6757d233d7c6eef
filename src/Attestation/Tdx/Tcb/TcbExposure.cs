namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>An advisory that a machine is open to.</summary>
/// <param name="Advisory">Intel's name of it, such as "INTEL-SA-01036".</param>
/// <param name="FixedBy">Date of the lowest level without it: from then on it could have been dealt with.</param>
internal readonly record struct TcbExposure(string Advisory, DateTimeOffset FixedBy);
