using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Messages;

public sealed class MessageTests
{
    private static readonly MessageVectors Vectors = VectorFile.Read<MessageVectors>("messages");
    private static readonly StateInit Init = new(Boc.ReadBase64(Vectors.StateInit.Code), Boc.ReadBase64(Vectors.StateInit.Data));

    [Fact]
    public void An_address_is_the_hash_of_its_state_init() => Init.GetAddress().Raw.Should().Be(Vectors.StateInit.Address);

    [Fact]
    public void Internal_messages_are_those_of_the_reference()
    {
        foreach (var vector in Vectors.Internal)
        {
            var body = vector.Body is null ? null : Boc.ReadBase64(vector.Body);
            var cell = new InternalMessage(AccountAddress.Parse(vector.To), new Nano(vector.Value), vector.Bounce, body, vector.WithInit ? Init : null).ToCell();
            cell.HashHex().Should().Be(vector.Hash, "of {0}", vector);

            var read = TonMessage.Parse(cell);
            read.Destination.Should().Be(AccountAddress.Parse(vector.To));
            read.Value.Should().Be(new Nano(vector.Value));
            read.Body.Should().Be(body ?? Cell.Empty);
        }
        Vectors.Internal.Should().HaveCountGreaterThan(40);
    }

    [Fact]
    public void External_messages_are_those_of_the_reference()
    {
        foreach (var vector in Vectors.External)
        {
            var body = Boc.ReadBase64(vector.Body);
            var cell = ExternalMessage.Create(AccountAddress.Parse(vector.To), body, vector.WithInit ? Init : null);
            cell.HashHex().Should().Be(vector.Hash);
            TonMessage.Parse(cell).Should().Be(new TonMessage(null, AccountAddress.Parse(vector.To), Nano.Zero, Nano.Zero, false, body));
        }
        Vectors.External.Should().HaveCount(2);
    }

    [Fact]
    public void A_transaction_sends_at_most_255_messages()
    {
        var message = new InternalMessage(AccountAddress.Parse(Vectors.StateInit.Address), Nano.Zero, Bounce: false);
        OutList.Create([.. Enumerable.Repeat(message, 255)], SendMode.PayFeesSeparately).Depth.Should().Be(255);
        var act = () => OutList.Create([.. Enumerable.Repeat(message, 256)], SendMode.PayFeesSeparately);
        act.Should().Throw<CellFormatException>().WithMessage("A transaction sends at most 255 messages, not 256.");
    }
}
