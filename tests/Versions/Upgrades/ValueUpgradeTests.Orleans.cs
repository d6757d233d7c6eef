using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Cocoon.Versions.Tests.Upgrades;

/// <summary>Hashes and addresses are bytes in memory and text in a call, so that silos of before read them and are read.</summary>
public sealed class ValueUpgradeTests : IDisposable
{
    private static readonly HexBytes Hash = new([0x0a, 0xff, 0x00]);
    private static readonly AccountAddress Account = AccountAddress.From(-1, Enumerable.Range(1, 32).Select(static number => (byte)number).ToArray());

    private readonly ServiceProvider _services;

    public ValueUpgradeTests()
    {
        var services = new ServiceCollection().AddSerializer();
        UpgradeCluster.Remove(services, typeof(Versions.Next.IPurseGrain).Assembly);
        _services = services.BuildServiceProvider();
    }

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_hash_crosses_a_call_as_text_as_before()
    {
        Serializer.SerializeToArray(Hash).Should().Equal(Serializer.SerializeToArray(new OldText("0aff00")));
        Serializer.SerializeToArray(default(HexBytes)).Should().Equal(Serializer.SerializeToArray(default(OldText)));
        Serializer.Deserialize<HexBytes>(Serializer.SerializeToArray(new OldText("0aff00"))).Should().Be(Hash);
        Serializer.Deserialize<HexBytes>(Serializer.SerializeToArray(new OldText(""))).Should().Be(new HexBytes([])).And.NotBe(default(HexBytes));
        Serializer.Deserialize<HexBytes>(Serializer.SerializeToArray(default(OldText))).Should().Be(default(HexBytes));
    }

    [Fact]
    public void An_address_crosses_a_call_as_text_as_before()
    {
        Serializer.SerializeToArray(Account).Should().Equal(Serializer.SerializeToArray(new OldText(Account.Raw)));
        Serializer.SerializeToArray(default(AccountAddress)).Should().Equal(Serializer.SerializeToArray(default(OldText)));
        Serializer.Deserialize<AccountAddress>(Serializer.SerializeToArray(new OldText(Account.Raw))).Should().Be(Account);
        Serializer.Deserialize<AccountAddress>(Serializer.SerializeToArray(default(OldText))).IsSet.Should().BeFalse();
    }
}
