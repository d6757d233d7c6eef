using System.Collections.Immutable;

namespace Cocoon.Attestation.Tdx.Tcb;

/// <summary>What a TDX module must be.</summary>
/// <param name="Id">"TDX_" and the major version in hex; empty for the module of major version 0.</param>
/// <param name="MrSigner">Who signed it, 48 bytes.</param>
/// <param name="Attributes">Its attributes under the mask, 8 bytes.</param>
/// <param name="Mask">Which attributes count, 8 bytes.</param>
/// <param name="Levels">From high to low; empty for major version 0, which the platform's level covers.</param>
internal sealed record SeamIdentity(string Id, byte[] MrSigner, byte[] Attributes, byte[] Mask, ImmutableArray<SvnLevel> Levels);
