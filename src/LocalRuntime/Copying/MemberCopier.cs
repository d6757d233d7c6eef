using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Cocoon.LocalRuntime.Copying;

/// <summary>Compiles the copier of a [GenerateSerializer] type. IL, because expression trees cannot assign init-only fields.</summary>
internal static class MemberCopier
{
    private static readonly MethodInfo CopyMember = typeof(CopyContext).GetMethods().Single(m => m is { Name: nameof(CopyContext.Copy), IsGenericMethodDefinition: true });
    private static readonly MethodInfo Record = typeof(CopyContext).GetMethod(nameof(CopyContext.Record))!;
    private static readonly MethodInfo Uninitialized = typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!;

    public static TypeCopier Create(Type type)
    {
        var method = new DynamicMethod($"Copy {type.Name}", typeof(object), [typeof(object), typeof(CopyContext)], typeof(MemberCopier).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var copy = il.DeclareLocal(typeof(object));
        EmitNew(il, type);
        il.Emit(OpCodes.Stloc, copy);
        if (!type.IsValueType)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldloc, copy);
            il.Emit(OpCodes.Callvirt, Record);
        }

        foreach (var field in SerializableMembers.Fields(type)) EmitField(il, copy, field);
        il.Emit(OpCodes.Ldloc, copy);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<TypeCopier>();
    }

    private static void EmitNew(ILGenerator il, Type type)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        if (!type.IsValueType && type.GetConstructor(any, Type.EmptyTypes) is { } constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
            return;
        }

        il.Emit(OpCodes.Ldtoken, type);
        il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
        il.Emit(OpCodes.Call, Uninitialized);
    }

    private static void EmitField(ILGenerator il, LocalBuilder copy, FieldInfo field)
    {
        var owner = field.DeclaringType!;
        var unwrap = owner.IsValueType ? OpCodes.Unbox : OpCodes.Castclass;
        il.Emit(OpCodes.Ldloc, copy);
        il.Emit(unwrap, owner);
        var shared = DeepCopier.IsImmutable(field.FieldType);
        if (!shared) il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(unwrap, owner);
        il.Emit(OpCodes.Ldfld, field);
        if (!shared) il.Emit(OpCodes.Callvirt, CopyMember.MakeGenericMethod(field.FieldType));
        il.Emit(OpCodes.Stfld, field);
    }
}
