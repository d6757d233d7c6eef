namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>One part of a platform in a TCB level.</summary>
/// <param name="Svn">The least SVN of the level.</param>
/// <param name="Name">What Intel calls it, such as "BIOS, Early Microcode Update"; empty when Intel does not say.</param>
internal readonly record struct TcbComponent(byte Svn, string Name);
