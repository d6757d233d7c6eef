using System.Runtime.CompilerServices;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Client;

namespace Cocoon.Silo.Chain;

/// <summary>The newest transactions of an account, page by page.</summary>
internal static class Transactions
{
    /// <summary>How far back anything is looked for.</summary>
    public const int SearchDepth = 1_000;

    private const int PageSize = 100;

    /// <summary>Newest first, about <see cref="SearchDepth"/> at most.</summary>
    public static async IAsyncEnumerable<TonTransaction> Newest(ITonClient client, AccountAddress account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TransactionId? from = null;
        for (var seen = 0; seen < SearchDepth;)
        {
            var page = await client.GetTransactionsAsync(account, from, PageSize, toLt: 0, cancellationToken);
            foreach (var transaction in page) yield return transaction;
            if (page.Count == 0 || page[^1].Previous is not { } previous) yield break;
            (seen, from) = (seen + page.Count, previous);
        }
    }
}
