using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Tests.Accounts;

public sealed class AccountLimitTests
{
    private static ApiKeyRecord Record(int number) => new($"k{number}", "name", Samples.Bytes((byte)number), Samples.Now, null);

    [Fact]
    public void A_key_added_again_is_a_repeat_and_its_id_with_another_secret_is_refused()
    {
        var state = Account.AddKey(new AccountState(), Record(1)).State;

        Account.AddKey(state, Record(1) with { Name = "other" }).Changed.Should().BeFalse();
        Account.AddKey(state, Record(1) with { SecretHash = Samples.Bytes(2) }).Refusal!.Code.Should().Be(RefusalCode.OperationConflict);
    }

    [Fact]
    public void A_hash_of_another_length_is_refused() =>
        Account.AddKey(new AccountState(), Record(1) with { SecretHash = new HexBytes([1, 2, 3]) }).Refusal!.Code.Should().Be(RefusalCode.AmountInvalid);

    [Fact]
    public void An_account_has_a_hundred_keys_and_no_more()
    {
        var state = Enumerable.Range(1, Account.MaxKeys).Aggregate(new AccountState(), (state, number) => Account.AddKey(state, Record(number)).State);

        state.Keys.Should().HaveCount(100);
        Account.AddKey(state, Record(101)).Refusal!.Code.Should().Be(RefusalCode.TooManyKeys);
        Account.AddKey(state, Record(100)).Refusal.Should().BeNull("a repeat is always fine");
    }

    [Fact]
    public void A_revoked_key_keeps_its_first_date_and_the_others_stay_valid()
    {
        var state = Account.AddKey(Account.AddKey(new AccountState(), Record(1)).State, Record(2)).State;
        var revoked = Account.RevokeKey(state, "k1", Samples.Now).State;

        revoked.Keys.Single(key => key.Id == "k1").RevokedAt.Should().Be(Samples.Now);
        Account.RevokeKey(revoked, "k1", Samples.Now.AddHours(1)).State.Should().BeSameAs(revoked);
        Account.Authenticate(revoked, Samples.Bytes(2), Samples.Now).Key!.Id.Should().Be("k2");
    }

    [Fact]
    public void An_account_has_sixteen_channels_and_no_more()
    {
        var state = Enumerable.Range(1, Account.MaxChannels).Aggregate(new AccountState(), (state, number) => Account.AddChannel(state, Samples.Account((byte)number)).State);

        state.Channels.Should().HaveCount(16);
        Account.AddChannel(state, Samples.Account(17)).Refusal!.Code.Should().Be(RefusalCode.TooManyKeys);
        Account.AddChannel(state, Samples.Account(16)).Changed.Should().BeFalse();
    }
}
