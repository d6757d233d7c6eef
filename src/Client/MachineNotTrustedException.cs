namespace Cocoon.Client;

/// <summary>The machine that the market offered was not accepted. The prompt was not sent, and nothing is charged.</summary>
public sealed class MachineNotTrustedException(string what)
    : CocoonException($"The provider's machine was not accepted: {what}. The prompt was not sent.", null, "machine_not_trusted", null)
{
    /// <summary>Wallet of the machine's provider.</summary>
    internal string Provider { get; set; } = "";
}
