-- Ten places: ids as bigint, populations as numeric, other names as an array, and the rest as jsonb.
create table places (
  id bigint primary key,
  name text not null,
  population numeric not null,
  names text[] not null default '{}',
  details jsonb
);

insert into places (id, name, population, names, details) values
  (5128581, 'New York', 8175133, '{NYC}', '{"country": "US"}'),
  (2641673, 'Newcastle upon Tyne', 192382, '{}', '{"country": "GB"}'),
  (3448439, 'São Paulo', 10021295, '{}', '{"country": "BR"}'),
  (3093133, 'Łódź', 768755, '{}', '{"country": "PL"}'),
  (524901, 'Москва', 10381222, '{Moscow}', '{"country": "RU"}'),
  (1816670, '北京', 11716620, '{Beijing,Peking}', '{"country": "CN"}'),
  (2988507, 'Paris', 2138551, '{}', '{"country": "FR"}'),
  (3393001, 'Parintins', 65000, '{}', '{"country": "BR"}'),
  (2950159, 'Berlin', 3426354, '{}', '{"country": "DE"}'),
  (2661552, 'Bern', 121631, '{}', null);
