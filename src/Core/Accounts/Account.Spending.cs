using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Accounts;

/// <summary>What keys with a daily spend may spend: <see cref="KeyBudget"/> for each of them.</summary>
public static partial class Account
{
    /// <summary>Sets a job's greatest cost aside from a key's spend of the day.</summary>
    public static Step<AccountState> Reserve(AccountState state, string key, Nano limit, AdmitRequest request, DateTimeOffset now) =>
        With(state, key, KeyBudget.Reserve(BudgetOf(state, key), limit, request.Job, request.MaxCost, request.Deadline, now));

    /// <summary>Replaces the reservation with what the job cost.</summary>
    public static Step<AccountState> Settle(AccountState state, string key, JobId job, Nano charge, DateTimeOffset now) =>
        With(state, key, KeyBudget.Settle(BudgetOf(state, key), job, charge, now));

    public static KeyBudgetState BudgetOf(AccountState state, string key) => state.Budgets.GetValueOrDefault(key) ?? new KeyBudgetState();

    /// <summary>A key as its owner sees it.</summary>
    public static KeyView View(AccountState state, ApiKeyRecord key, DateTimeOffset now)
    {
        var (scope, budget) = (state.Scopes.GetValueOrDefault(key.Id), KeyBudget.At(BudgetOf(state, key.Id), now));
        return new KeyView(key.Id, key.Name, key.CreatedAt, key.RevokedAt, scope,
            state.Retiring.GetValueOrDefault(key.Id) is { } old && now < old.Until ? old.Until : null,
            scope?.DailySpend is null ? null : budget.Spent,
            scope?.DailySpend is null ? null : budget.Held);
    }

    private static Step<AccountState> With(AccountState state, string key, Step<KeyBudgetState> step) =>
        step.Refusal is { } refusal ? Step<AccountState>.Refuse(refusal.Code, refusal.Message)
        : step.Changed ? Step<AccountState>.To(state with { Budgets = state.Budgets.SetItem(key, step.State) })
        : Step<AccountState>.Stay(state);
}
