using System.Text.Json;
using Cocoon.Core.Accounts;

namespace Cocoon.Core.Tests.Accounts;

public sealed class AccountAddressTests
{
    [Fact]
    public void An_address_has_its_parts()
    {
        var address = AccountAddress.From(-1, Samples.Bytes(0xab).ToArray());

        address.Raw.Should().Be("-1:" + new string('a', 0) + string.Concat(Enumerable.Repeat("ab", 32)));
        address.Workchain.Should().Be(-1);
        address.Hash.Should().Equal(Samples.Bytes(0xab).ToArray());
        address.ToString().Should().Be(address.Raw);
        AccountAddress.Parse(address.Raw).Should().Be(address);
    }

    [Fact]
    public void The_default_names_no_account()
    {
        var nobody = default(AccountAddress);
        var reading = () => nobody.Raw;

        nobody.IsSet.Should().BeFalse();
        nobody.ToString().Should().Be("(no account)");
        reading.Should().Throw<InvalidOperationException>();
        Samples.Client.IsSet.Should().BeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":0101010101010101010101010101010101010101010101010101010101010101")]
    [InlineData("0101010101010101010101010101010101010101010101010101010101010101")]
    [InlineData("0:010101010101010101010101010101010101010101010101010101010101010")]
    [InlineData("0:01010101010101010101010101010101010101010101010101010101010101011")]
    [InlineData("128:0101010101010101010101010101010101010101010101010101010101010101")]
    public void What_is_no_address_is_refused(string? text)
    {
        var parsing = () => AccountAddress.Parse(text!);

        AccountAddress.TryParse(text, out var address).Should().BeFalse();
        address.IsSet.Should().BeFalse();
        parsing.Should().Throw<FormatException>();
    }

    [Fact]
    public void An_account_id_has_32_bytes()
    {
        var making = () => AccountAddress.From(0, new byte[31]);

        making.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Addresses_are_ordered()
    {
        var (a, b, same) = (Samples.Account(1), Samples.Account(2), Samples.Account(1));

        (a <= b, a < b, a >= b, a > b).Should().Be((true, true, false, false));
        (b <= a, b < a, b >= a, b > a).Should().Be((false, false, true, true));
        (a <= same, a < same, a >= same, a > same).Should().Be((true, false, true, false));
    }

    [Fact]
    public void Addresses_are_ordered_as_their_texts_are()
    {
        byte[][] hashes = [Samples.Bytes(0x09).ToArray(), Samples.Bytes(0x9a).ToArray(), Samples.Bytes(0xff).ToArray()];
        var addresses = ((sbyte[])[-128, -2, -1, 0, 1, 2, 10, 127]).SelectMany(workchain => hashes.Select(hash => AccountAddress.From(workchain, hash))).Append(default);

        addresses.Order().Should().Equal(addresses.OrderBy(static address => address.IsSet ? address.Raw : null, StringComparer.Ordinal));
    }

    [Fact]
    public void Addresses_are_equal_when_their_parts_are()
    {
        var (account, same) = (Samples.Account(1), AccountAddress.Parse(Samples.Account(1).Raw.ToUpperInvariant()));

        same.Should().Be(account);
        same.GetHashCode().Should().Be(account.GetHashCode());
        AccountAddress.From(1, account.Hash).Should().NotBe(AccountAddress.From(0, account.Hash));
        default(AccountAddress).Should().Be(default(AccountAddress)).And.NotBe(account);
    }

    [Fact]
    public void Addresses_are_json_values_and_keys()
    {
        var map = new Dictionary<AccountAddress, AccountAddress> { [Samples.Client] = Samples.Channel };

        var json = JsonSerializer.Serialize(map);
        var broken = () => JsonSerializer.Deserialize<AccountAddress>("\"0:01\"");

        json.Should().Be($"{{\"{Samples.Client.Raw}\":\"{Samples.Channel.Raw}\"}}");
        JsonSerializer.Deserialize<Dictionary<AccountAddress, AccountAddress>>(json).Should().Equal(map);
        broken.Should().Throw<JsonException>();
    }
}
