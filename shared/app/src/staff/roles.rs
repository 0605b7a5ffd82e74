//! The roles that there are: the built-in ones, and those that the district has made.

use std::collections::{BTreeMap, BTreeSet};

use domain::staff::{Actor, FurtherRole, Permission, Role, RoleName};

use super::roles_input;
use crate::{
    App, AppError, keys,
    ports::{Query, TableError, TableName},
    rows::parse,
};

/// More roles than anybody needs.
pub(super) const MAX_ROLES: usize = 50;

/// The roles that the district has made, by name.
#[derive(Clone, Debug, Default)]
pub struct Roles(BTreeMap<RoleName, FurtherRole>);

impl Roles {
    /// Reads them.
    ///
    /// # Errors
    /// Any [`TableError`].
    pub(super) async fn load(app: &App) -> Result<Self, TableError> {
        let query = Query::partition(TableName::Main, keys::ROLE_PARTITION, MAX_ROLES);
        let page = app.table.query(&query).await?;
        let roles = page.items.iter().map(|item| parse::<FurtherRole>(item).map(|row| row.value));
        Ok(Self(
            roles
                .map(|role| role.map(|role| (role.name.clone(), role)))
                .collect::<Result<_, TableError>>()?,
        ))
    }

    /// Those that these roles need: none are read when all are built in.
    pub(crate) async fn for_these(app: &App, roles: &BTreeSet<Role>) -> Result<Self, TableError> {
        if roles.iter().any(|role| matches!(role, Role::Further(_))) {
            Self::load(app).await
        } else {
            Ok(Self::default())
        }
    }

    /// The roles that the district has made.
    pub fn further(&self) -> impl Iterator<Item = &FurtherRole> {
        self.0.values()
    }

    /// All roles.
    #[must_use]
    pub fn all(&self) -> Vec<Role> {
        let further = self.0.keys().cloned().map(Role::Further);
        Role::BUILT_IN.into_iter().chain(further).collect()
    }

    /// A role that the district has made.
    #[must_use]
    pub fn get(&self, name: &RoleName) -> Option<&FurtherRole> {
        self.0.get(name)
    }

    /// What these roles permit together; a role that is gone permits nothing.
    #[must_use]
    pub fn permissions(&self, roles: &BTreeSet<Role>) -> BTreeSet<Permission> {
        roles.iter().flat_map(|role| self.of(role)).collect()
    }

    /// What one role permits.
    #[must_use]
    pub fn of(&self, role: &Role) -> BTreeSet<Permission> {
        match role {
            Role::Further(name) => self.0.get(name).map(|role| role.permissions.clone()).unwrap_or_default(),
            built_in => built_in.permissions().iter().copied().collect(),
        }
    }

    fn knows(&self, role: &Role) -> bool {
        match role {
            Role::Further(name) => self.0.contains_key(name),
            _ => true,
        }
    }
}

/// Nobody gives, or takes, more than they have: every role's permissions must be the actor's too.
pub(super) async fn require_within(app: &App, actor: &Actor, roles: &BTreeSet<Role>) -> Result<(), AppError> {
    let known = Roles::for_these(app, roles).await?;
    let mut needed = known.permissions(roles).into_iter();
    needed.try_for_each(|permission| actor.require(permission)).map_err(AppError::from)
}

/// The roles exist, there is at least one, and the actor may give them.
pub(super) async fn require_given(app: &App, actor: &Actor, roles: &BTreeSet<Role>) -> Result<(), AppError> {
    let known = Roles::for_these(app, roles).await?;
    if roles.is_empty() || !roles.iter().all(|role| known.knows(role)) {
        return Err(roles_input());
    }
    require_within(app, actor, roles).await
}

/// Reads the roles, for whoever manages staff.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn roles(app: &App, actor: &Actor) -> Result<Roles, AppError> {
    actor.require(Permission::ManageStaff)?;
    Ok(Roles::load(app).await?)
}

/// Reads the roles to name them: on one's own account, and for whoever has a one-time link.
///
/// # Errors
/// `Table`.
pub async fn known_roles(app: &App) -> Result<Roles, AppError> {
    Ok(Roles::load(app).await?)
}
