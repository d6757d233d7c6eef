namespace Cocoon.Simulation.Tests.Chain;

/// <summary>
/// The models and the compiled contracts get the same messages and must do the same, to the bit and to the nano, after each
/// of them. When a contract changes and its model does not, this fails.
/// </summary>
public sealed class ModelsAreTheContractsTests
{
    private const int Messages = 30;
    private const uint Genesis = 1_800_000_000;

    [Fact]
    public void A_channel_and_its_model_live_the_same_lives()
    {
        var met = Live(100, (seed, sandbox, now) => new ChannelLife(seed, sandbox, now));
        met.Should().Contain([0, 5, 9, 11, 40, 41, 42, 43, 45, 46, 47, 48, 49, 50, 51, 52, 53, 63, 37, -14, 0xffff], "a run that never came across one of these would prove little");
    }

    [Fact]
    public void A_vault_and_its_model_live_the_same_lives()
    {
        var met = Live(120, (seed, sandbox, now) => new VaultLife(seed, sandbox, now));
        met.Should().Contain([0, 5, 9, 37, 54, 55, 57, 58, 210, 211, 212, 213, 214, 215, 216, 301, 302, 303, 304, 305, 310, -14, 0xffff], "a run that never came across one of these would prove little");
    }

    [Fact]
    public void A_wallet_and_its_model_live_the_same_lives()
    {
        var met = Live(30, (seed, sandbox, now) => new WalletLife(seed, sandbox, now));
        met.Should().Contain([0, 133, 134, 135, 136], "a run that never came across one of these would prove little");
    }

    private static HashSet<int> Live(int lives, Func<ulong, Sandbox, uint, Life> begin)
    {
        using var sandbox = Sandbox.Start();
        var met = new HashSet<int>();
        for (ulong seed = 1; seed <= (ulong)lives; seed++)
        {
            var life = begin(seed, sandbox, Genesis);
            life.Live(Messages);
            met.UnionWith(life.Met);
        }
        return met;
    }
}
