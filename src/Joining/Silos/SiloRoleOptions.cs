using Cocoon.Attestation.Policy;

namespace Cocoon.Joining.Silos;

/// <summary>What this silo is.</summary>
/// <param name="Role">Its role.</param>
/// <param name="Wallet">Its wallet, raw.</param>
internal sealed record SiloRoleOptions(ImageRole Role, string Wallet);
