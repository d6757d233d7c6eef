using Cocoon.Core.Money;

namespace Cocoon.Client.Tests.Vouchers;

public sealed class FileVoucherStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cocoon-vouchers-").FullName;

    [Fact]
    public void What_was_saved_is_there_again_unknown_fields_included()
    {
        var store = new FileVoucherStore(_folder);
        using (var journal = store.Open(FakeMarket.Channel)) journal.Save(new VoucherState { Untaken = new Nano(5), Paid = ["a"] });
        var file = Directory.GetFiles(_folder, "*.json").Should().ContainSingle().Subject;
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"untaken\"", "\"later\":7,\"untaken\"", StringComparison.Ordinal));

        using (var journal = store.Open(FakeMarket.Channel)) journal.Save(journal.State with { Untaken = new Nano(6) });

        using var again = store.Open(FakeMarket.Channel);
        (again.State.Untaken.Value, again.State.Paid[0], again.State.Unknown!["later"].GetInt32()).Should().Be((6, "a", 7));
    }

    [Fact]
    public void A_second_client_on_the_channel_is_told_so_and_another_channel_is_free()
    {
        var store = new FileVoucherStore(_folder);
        using var first = store.Open(FakeMarket.Channel);

        store.Invoking(s => s.Open(FakeMarket.Channel)).Should().Throw<VoucherStoreException>().WithMessage("*in use by another client*");
        using var other = store.Open(FakeMarket.ClientWallet);
    }

    [Fact]
    public void A_damaged_file_is_not_taken_for_an_empty_one()
    {
        var store = new FileVoucherStore(_folder);
        using (var journal = store.Open(FakeMarket.Channel)) journal.Save(new VoucherState());
        File.WriteAllText(Directory.GetFiles(_folder, "*.json").Single(), "{\"signed\":");

        store.Invoking(s => s.Open(FakeMarket.Channel)).Should().Throw<VoucherStoreException>().WithMessage("*damaged*");
        // The lock is free again: a restored file can be opened.
        store.Invoking(s => s.Open(FakeMarket.Channel)).Should().Throw<VoucherStoreException>().WithMessage("*damaged*");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
