using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Accounts;

public sealed class KeyLifeTests
{
    private static readonly KeyScope Scope = new() { Models = ["m"], DailySpend = new Nano(5), ExpiresAt = Samples.Now.AddDays(1) };
    private static readonly AccountState Made = Account.AddKey(new AccountState(), Record("a", 1), Scope).State;

    [Fact]
    public void A_rotated_key_keeps_its_name_and_limits_and_its_old_secret_for_a_while()
    {
        var state = Account.RotateKey(Made, "a", Samples.Bytes(2), TimeSpan.FromHours(1), Samples.Now).State;

        foreach (byte secret in (byte[])[1, 2]) Account.Authenticate(state, Samples.Bytes(secret), Samples.Now).Key!.Id.Should().Be("a");
        Account.Authenticate(state, Samples.Bytes(1), Samples.Now.AddHours(1)).Refusal!.Code.Should().Be(RefusalCode.KeyUnknown);
        state.Scopes["a"].Should().BeSameAs(Scope);
        Account.RotateKey(state, "a", Samples.Bytes(2), TimeSpan.Zero, Samples.Now).Changed.Should().BeFalse("it is a repeat");
        var again = Account.RotateKey(state, "a", Samples.Bytes(3), TimeSpan.Zero, Samples.Now).State;
        Account.Authenticate(again, Samples.Bytes(2), Samples.Now).Key.Should().BeNull("without grace the old one ends at once");
        var revoked = Account.RevokeKey(state, "a", Samples.Now).State;
        Account.Authenticate(revoked, Samples.Bytes(1), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.KeyRevoked, "a revoked key has no valid secret at all");
        Account.RotateKey(revoked, "a", Samples.Bytes(4), TimeSpan.Zero, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.KeyRevoked);
    }

    [Fact]
    public void A_key_expires()
    {
        Account.Authenticate(Made, Samples.Bytes(1), Samples.Now.AddDays(1).AddTicks(-1)).Refusal.Should().BeNull();
        Account.Authenticate(Made, Samples.Bytes(1), Samples.Now.AddDays(1)).Refusal!.Code.Should().Be(RefusalCode.KeyExpired);
        var changed = Account.SetScope(Made, "a", null).State;
        Account.Authenticate(changed, Samples.Bytes(1), Samples.Now.AddDays(9)).Refusal.Should().BeNull();
    }

    [Fact]
    public void A_wallet_s_proof_is_good_for_one_key()
    {
        var (proof, until) = (Samples.Bytes(7), Samples.Now.AddMinutes(15));
        var state = Account.Login(new AccountState(), proof, until, Record("a", 1), Scope, Samples.Now).State;

        Account.Login(state, proof, until, Record("a", 1), Scope, Samples.Now).Changed.Should().BeFalse("it is a repeat");
        Account.Login(state, proof, until, Record("b", 2), null, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProofUsed);
        var later = Account.Login(state, Samples.Bytes(8), until.AddMinutes(15), Record("b", 2), null, until).State;
        later.Proofs.Keys.Should().Equal([Samples.Bytes(8).ToString()], "one that is too old by itself is forgotten");
        Account.Login(later, proof, until, Record("c", 3), null, until).Refusal!.Code.Should().Be(RefusalCode.ProofUsed);
    }

    [Fact]
    public void A_full_list_forgets_revoked_keys_only()
    {
        var state = Enumerable.Range(1, Account.MaxKeys - 1).Aggregate(Made, (state, number) => Account.AddKey(state, Record($"k{number}", (byte)(number + 1))).State);
        var made = Account.AddKey(Account.RevokeKey(state, "a", Samples.Now).State, Record("new", 200)).State;

        (made.Keys.Count, made.Scopes.Count).Should().Be((Account.MaxKeys, 0));
        Account.AddKey(made, Record("newer", 201)).Refusal!.Code.Should().Be(RefusalCode.TooManyKeys);
    }

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://app.example/", false)]
    [InlineData("https://user@app.example", false)]
    [InlineData("app.example", false)]
    public void Origins_are_as_browsers_send_them(string origin, bool isOne) => (new KeyScope { Origins = [origin] }.Problem() is null).Should().Be(isOne);

    private static ApiKeyRecord Record(string id, byte secret) => new(id, "name", Samples.Bytes(secret), Samples.Now, null);
}
